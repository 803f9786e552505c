using Contracts.Deliveries;

namespace RewardWorker.Delivery;

/// <summary>What came of one attempt.</summary>
/// <param name="Status">Of the receiver's answer; null when there was none.</param>
/// <param name="Error">A code, where the status does not say it.</param>
/// <param name="Sent">The receiver may have read it.</param>
internal sealed record PostOutcome(PostVerdict Verdict, int? Status = null, string? Error = null, TimeSpan? RetryAfter = null, bool Sent = false)
{
    /// <summary>Too early, too slow or too often: the only answers of their kind that may be another one later.</summary>
    private static readonly int[] Passing = [408, 425, 429];

    /// <summary>An open circuit let nothing through.</summary>
    public static readonly PostOutcome Postponed = new(PostVerdict.Postponed, Error: DeliveryErrors.CircuitOpen);

    public static PostOutcome Refused(string error) => new(PostVerdict.Refused, Error: error);

    public static PostOutcome NoAnswer(string error, bool sent) => new(PostVerdict.NoSuccess, Error: error, Sent: sent);

    public static PostOutcome Answered(int status, TimeSpan? retryAfter) => new(
        status switch
        {
            >= 200 and < 300 => PostVerdict.Accepted,
            >= 300 and < 500 when !Passing.Contains(status) => PostVerdict.Refused,
            _ => PostVerdict.NoSuccess,
        },
        status,
        status is >= 300 and < 400 ? DeliveryErrors.RedirectNotFollowed : null,
        retryAfter,
        Sent: true);
}

internal enum PostVerdict
{
    Accepted,

    /// <summary>For good.</summary>
    Refused,

    /// <summary>It may go better another time.</summary>
    NoSuccess,
    Postponed,
}
