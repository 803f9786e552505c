namespace AuthService.Mails;

/// <summary>When a mail that could not be sent is tried again: after a minute, then after twice as long each time, up to an hour.</summary>
internal static class MailSchedule
{
    /// <summary>After which a mail is a dead letter.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Null when it is given up.</summary>
    /// <param name="attempts">Made so far, 1 or more.</param>
    public static DateTimeOffset? Next(int attempts, DateTimeOffset since, DateTimeOffset now)
    {
        // Past the sixth it would be longer than the longest.
        var doubled = First * (1 << Math.Min(attempts - 1, 6));
        var next = now + (doubled < Longest ? doubled : Longest);
        return next < since + Patience ? next : null;
    }
}
