using Documents;

namespace AuthService.Teams;

/// <summary>How often an address was invited of late, to whichever team. Its id is <see cref="Users.HiddenAddresses.KeyOf"/> it.</summary>
internal sealed class InvitedAddress : Document
{
    public static readonly Schema<InvitedAddress> Schema = new("invited_addresses");

    private const int MostMailsAnHour = 10;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Within the last hour, oldest first.</summary>
    public IReadOnlyList<DateTimeOffset> Mailed { get; set; } = [];

    /// <summary>Counts one more, or how long to wait for it.</summary>
    public TimeSpan? TakeMail(DateTimeOffset now)
    {
        Mailed = [.. Mailed.Where(at => at > now - Window)];
        if (Mailed.Count >= MostMailsAnHour)
        {
            return Mailed[0] + Window - now;
        }

        Mailed = [.. Mailed, now];
        return null;
    }
}
