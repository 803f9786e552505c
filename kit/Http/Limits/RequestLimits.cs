using System.Globalization;
using Http.Problems;

namespace Http.Limits;

/// <summary>Asks for permits, and tells the caller how he stands.</summary>
public sealed class RequestLimits(IRateLimits limits, LimitLog log)
{
    /// <summary>Null when the request may go on.</summary>
    public async Task<Problem?> Ask(HttpContext context, Permit? permit)
    {
        if (permit is null || permit.Limit == 0)
        {
            return null;
        }

        var standing = await limits.Ask(permit, take: true, context.RequestAborted);
        Tell(context, standing);
        if (standing.Allowed)
        {
            return null;
        }

        log.Refused(context, permit);
        return Refusal(standing);
    }

    public Task GiveBack(Permit permit) => permit.Limit == 0 ? Task.CompletedTask : limits.GiveBack(permit, CancellationToken.None);

    /// <summary>And the caller is not told of it.</summary>
    public Task GiveBack(HttpContext context, Permit permit)
    {
        context.Features.Set<Standing>(null);
        return GiveBack(permit);
    }

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
            if (context.Features.Get<Standing>() is { } last)
            {
                var headers = context.Response.Headers;
                headers["RateLimit-Limit"] = last.Limit.ToString(CultureInfo.InvariantCulture);
                headers["RateLimit-Remaining"] = last.Remaining.ToString(CultureInfo.InvariantCulture);
                headers["RateLimit-Reset"] = Seconds(last.Reset).ToString(CultureInfo.InvariantCulture);
            }

            return Task.CompletedTask;
        });
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
