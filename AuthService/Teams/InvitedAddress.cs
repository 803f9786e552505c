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

    /// <summary>How long to wait for one more; null when it may be sent.</summary>
    public TimeSpan? Wait(DateTimeOffset now) => Recent(now) is { Count: >= MostMailsAnHour } recent ? recent[0] + Window - now : null;

    /// <summary>Counts one more, or how long to wait for it.</summary>
    public TimeSpan? TakeMail(DateTimeOffset now)
    {
        var wait = Wait(now);
        if (wait is null)
        {
            Mailed = [.. Recent(now), now];
        }

        return wait;
    }

    private List<DateTimeOffset> Recent(DateTimeOffset now) => [.. Mailed.Where(at => at > now - Window)];
}
