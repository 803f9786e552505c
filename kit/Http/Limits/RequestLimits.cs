using System.Globalization;
using Http.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace Http.Limits;

/// <summary>Asks for permits, and tells the caller how he stands.</summary>
public sealed class RequestLimits(IRateLimits limits, LimitLog log)
{
    /// <summary>Null when the request may go on.</summary>
    public async Task<Problem?> Ask(HttpContext context, Permit? permit, bool take = true)
    {
        if (permit is null || permit.Limit == 0)
        {
            return null;
        }

        var standing = await limits.Ask(permit, take, context.RequestAborted);
        if (take || !standing.Allowed)
        {
            Tell(context, standing);
        }

        if (standing.Allowed)
        {
            return null;
        }

        log.Refused(context, permit);
        return Refusal(standing);
    }

    public Task GiveBack(Permit permit) => limits.GiveBack(permit, CancellationToken.None);

    private static Problem Refusal(Standing standing) => new(
        "RATE_LIMITED",
        $"More than {standing.Limit} requests in a minute: send the request again in {Seconds(standing.Reset)} s.",
        data: Problem.RetryIn(standing.Reset));

    /// <summary>Of several limits, the one that is nearest.</summary>
    private static void Tell(HttpContext context, Standing standing)
    {
        if (context.Features.Get<Standing>() is { } known)
        {
            context.Features.Set(known.Remaining < standing.Remaining ? known : standing);
            return;
        }

        context.Features.Set(standing);

        // At the last moment: an exception handler clears what was there before.
        context.Response.OnStarting(() =>
        {
            var (headers, last) = (context.Response.Headers, context.Features.GetRequiredFeature<Standing>());
            headers["RateLimit-Limit"] = last.Limit.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Remaining"] = last.Remaining.ToString(CultureInfo.InvariantCulture);
            headers["RateLimit-Reset"] = Seconds(last.Reset).ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
