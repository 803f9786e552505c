using System.Net;

namespace Messaging.Client;

/// <summary>What became of one try. Status: null when there was no answer. IsUnsent: it never left, so that nothing can have been done.</summary>
internal sealed record Outcome(HttpStatusCode? Status, string? Code = null, TimeSpan? RetryAfter = null, bool IsUnsent = false);

/// <summary>Whether a call is tried again, and after how long.</summary>
internal sealed record Retries(int Most, TimeSpan LongestWait)
{
    /// <summary>Past that every pause is the longest.</summary>
    private const int MostDoublings = 20;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    /// <param name="before">How often it was tried again already.</param>
    /// <param name="chance">0 to 1: callers who failed together do not come back together.</param>
    /// <returns>Null: not again. A wait that the platform asks for is kept, or not waited for at all.</returns>
    public TimeSpan? After(Outcome outcome, int before, bool isRepeatable, double chance)
    {
        var isWorthIt = outcome switch
        {
            { IsUnsent: true } or { Status: HttpStatusCode.TooManyRequests } => true,
            { Status: null or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => isRepeatable,
            { Code: Codes.IdempotencyInProgress } => isRepeatable,
            _ => false,
        };
        return !isWorthIt || before >= Most || outcome.RetryAfter > LongestWait ? null
            : outcome.RetryAfter ?? Pause(FirstWait, before, LongestWait, chance);
    }

    /// <summary>Twice as long each time, up to the longest, and by chance up to half of it shorter.</summary>
    public static TimeSpan Pause(TimeSpan first, int before, TimeSpan longest, double chance)
    {
        var grown = first * Math.Pow(2, Math.Min(before, MostDoublings));
        return (grown < longest ? grown : longest) * (0.5 + (chance / 2));
    }
}
