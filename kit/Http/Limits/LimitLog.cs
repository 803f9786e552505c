using System.Diagnostics.Metrics;
using Hosting.Networks;
using Http.Tokens;

namespace Http.Limits;

/// <summary>Who was refused. The first time in a window it is a warning that names the address or the user; then it is only counted.</summary>
public sealed class LimitLog(ILogger<LimitLog> logger, TimeProvider time)
{
    private static readonly Meter Meter = new("Messaging.RateLimits");

    private static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("rate.limit.refusals", description: "Requests that were refused, by the limit or list that refused them.");

    private readonly RecentSet told = new(time, LimitSettings.Window);

    public void Refused(HttpContext context, Permit permit)
    {
        Refusals.Add(1, KeyValuePair.Create("limit", (object?)permit.Kind));
        var level = LevelOf(permit.Key);
        if (context.User.Identity?.IsAuthenticated == true)
        {
            logger.Log(level, "User {UserId} refused at {Route}: over the limit {Limit}", context.User.Id(), SecurityLog.RouteOf(context), permit.Kind);
        }
        else
        {
            logger.Log(level, "Address {ClientAddress} refused at {Route}: over the limit {Limit}", context.ClientAddress(), SecurityLog.RouteOf(context), permit.Kind);
        }
    }

    public void Denied(HttpContext context)
    {
        Refusals.Add(1, KeyValuePair.Create("limit", (object?)"denied"));
        logger.Log(LevelOf($"denied:{context.ClientKey()}"), "Address {ClientAddress} refused: it is on the deny list", context.ClientAddress());
    }

    private LogLevel LevelOf(string key) => told.Add(key) ? LogLevel.Warning : LogLevel.Debug;
}
