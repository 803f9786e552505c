namespace AuthService.Users;

/// <summary>How many mails of a kind one may have sent to oneself.</summary>
internal static class MailAllowance
{
    public const int AnHour = 3;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Counts one more in the times of the last, oldest first; or how long to wait for it.</summary>
    public static TimeSpan? Take(List<DateTimeOffset> times, DateTimeOffset now)
    {
        times.RemoveAll(time => time <= now - Window);
        if (times.Count >= AnHour)
        {
            return times[0] + Window - now;
        }

        times.Add(now);
        return null;
    }
}
