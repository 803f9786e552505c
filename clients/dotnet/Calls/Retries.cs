using System.Net;

namespace Messaging.Client;

/// <summary>What became of one try. Status: null when there was no answer. IsUnsent: it never left, so that nothing can have been done.</summary>
internal sealed record Outcome(HttpStatusCode? Status, string? Code = null, TimeSpan? RetryAfter = null, bool IsUnsent = false);

/// <summary>Whether a call is tried again, and after how long.</summary>
internal sealed record Retries(int Most, TimeSpan LongestWait)
{
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
        var wait = outcome.RetryAfter ?? FirstWait * Math.Pow(2, before) * (0.5 + (chance / 2));
        return !isWorthIt || before >= Most || outcome.RetryAfter > LongestWait ? null
            : wait < LongestWait ? wait
            : LongestWait;
    }
}
