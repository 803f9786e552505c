namespace RewardWorker.Delivery;

/// <summary>When an attempt is made again.</summary>
/// <param name="Pauses">After the first attempt, the second, and so on; there is one attempt more than pauses.</param>
internal sealed record RetrySchedule(IReadOnlyList<TimeSpan> Pauses)
{
    public static readonly RetrySchedule Usual = new([.. new[] { 5, 30, 120, 600, 1800, 3600, 7200 }.Select(seconds => TimeSpan.FromSeconds(seconds))]);

    /// <summary>A receiver that asks for more patience gets no more than this.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>A circuit that opens again is looked at this often at least.</summary>
    public static readonly TimeSpan LongestPostponement = TimeSpan.FromMinutes(5);

    /// <summary>After which nothing is tried any more: an open circuit spends no attempts.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>Null when there is no further attempt.</summary>
    /// <param name="attempts">Made so far, 1 or more.</param>
    /// <param name="retryAfter">What the receiver asked for.</param>
    public TimeSpan? After(int attempts, TimeSpan? retryAfter)
    {
        if (attempts > Pauses.Count)
        {
            return null;
        }

        var pause = Pauses[attempts - 1];
        var asked = retryAfter > LongestRetryAfter ? LongestRetryAfter : retryAfter;
        return asked > pause ? asked : pause;
    }

    /// <summary>How long an attempt is put off that an open circuit did not let through; longer each time.</summary>
    public TimeSpan Postponed(int attempts, int postponements)
    {
        var pause = Pauses[Math.Min(attempts + postponements, Pauses.Count - 1)];
        return pause < LongestPostponement ? pause : LongestPostponement;
    }
}
