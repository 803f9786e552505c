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

    /// <summary>The keys that were configured where it was begun: by the last of them records are wrapped, whoever takes it on.</summary>
    public IReadOnlyList<string> KeyIds { get; set; } = [];

    /// <summary>Whose records are wrapped anew; null before the first key.</summary>
    public string? KeyId { get; set; }

    /// <summary>Behind the last of them that was; null before the first.</summary>
    public string? Cursor { get; set; }

    public string StartedBy { get; set; } = "";

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Records that stayed as they were, since their data key could not be unwrapped.</summary>
    public long Failed { get; set; }

    public List<Guid> Commands { get; init; } = [];

    public void Begin(string actor, IReadOnlyList<string> keyIds, Guid command, DateTimeOffset now)
    {
        (RunId, Step, KeyIds, KeyId, Cursor, StartedBy, StartedAt, EndedAt, Failed) = (Guid.CreateVersion7(now), 1, keyIds, null, null, actor, now, null, 0);
        this.Remember(command);
        Raise(ChangeRecorded.Of(now, actor, "keys.rewrap_begun", $"key:{keyIds[^1]}", null, null));
        Raise(new RewrapCredentials(RunId, Step));
    }

    /// <summary>Whether the message takes the run on: it is of this one, and was not done.</summary>
    public bool IsNext(RewrapCredentials message) => EndedAt is null && message == new RewrapCredentials(RunId, Step);

    public void Continue(string? keyId, string? cursor, int failed)
    {
        (KeyId, Cursor, Step, Failed) = (keyId, cursor, Step + 1, Failed + failed);
        Raise(new RewrapCredentials(RunId, Step));
    }

    /// <param name="uses">How many records each key wraps now.</param>
    public void End(IReadOnlyList<KeyUse> uses, DateTimeOffset now)
    {
        (Step, EndedAt) = (Step + 1, now);
        Raise(ChangeRecorded.Of(now, StartedBy, "keys.rewrapped", $"key:{KeyIds[^1]}", null, Snapshot.Of(new { Records = uses.ToDictionary(use => use.KeyId, use => use.Records), Failed })));
    }
}
