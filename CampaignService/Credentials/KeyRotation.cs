using Contracts.Audit;
using Contracts.Connections;
using Documents;

namespace CampaignService.Credentials;

/// <summary>
/// The one run that wraps every record by the newest key: where it is, and with it the message that takes it on. Another begun
/// meanwhile takes its place.
/// </summary>
internal sealed class KeyRotation : Document, IRemembersCommands
{
    public static readonly Schema<KeyRotation> Schema = new("key_rotations");

    public const string OnlyId = "rewrap";

    public Guid RunId { get; set; }

    public int Step { get; set; }

    /// <summary>Whose records are wrapped anew; null before the first key.</summary>
    public string? KeyId { get; set; }

    /// <summary>Behind the last of them that was; null before the first.</summary>
    public string? Cursor { get; set; }

    public string StartedBy { get; set; } = "";

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public long Rewrapped { get; set; }

    public List<Guid> Commands { get; init; } = [];

    public void Begin(string actor, string newestKey, Guid command, DateTimeOffset now)
    {
        (RunId, Step, KeyId, Cursor, StartedBy, StartedAt, EndedAt, Rewrapped) = (Guid.CreateVersion7(now), 1, null, null, actor, now, null, 0);
        this.Remember(command);
        Raise(ChangeRecorded.Of(now, actor, "keys.rewrap_begun", $"key:{newestKey}", null, null));
        Raise(new RewrapCredentials(RunId, Step));
    }

    /// <summary>Whether the message takes the run on: it is of this one, and was not done.</summary>
    public bool IsNext(RewrapCredentials message) => EndedAt is null && message == new RewrapCredentials(RunId, Step);

    public void Continue(string? keyId, string? cursor, int rewrapped)
    {
        (KeyId, Cursor, Step, Rewrapped) = (keyId, cursor, Step + 1, Rewrapped + rewrapped);
        Raise(new RewrapCredentials(RunId, Step));
    }

    public void End(string newestKey, DateTimeOffset now)
    {
        (Step, EndedAt) = (Step + 1, now);
        Raise(ChangeRecorded.Of(now, StartedBy, "keys.rewrapped", $"key:{newestKey}", null, Snapshot.Of(new { Records = Rewrapped })));
    }
}
