namespace Messaging.Client;

/// <summary>Where somebody publishes and others watch.</summary>
public sealed record Stage(Guid Id, string Name, string? Description, StageStatus Status, Guid CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt);

public sealed record StageChange
{
    public string? Name { get; init; }

    public Optional<string?> Description { get; init; }
}

public enum StageStatus
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Open,
    Closed,
}

public enum StageCapability
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Publish,
    Subscribe,
}

/// <summary>What opens a session: nothing else ever tells the token.</summary>
public sealed record StageToken(string Token, Guid ParticipantId, IReadOnlyList<StageCapability> Capabilities, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the token, for logs.</summary>
    public override string ToString() => $"{nameof(StageToken)} of {ParticipantId}";
}

/// <summary>That a token was issued, to whom and for what.</summary>
public sealed record IssuedStageToken(
    Guid ParticipantId, Guid UserId, IReadOnlyList<StageCapability> Capabilities, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>How long one participant was on a stage. LeftAt is null while he is.</summary>
public sealed record StageSession(
    Guid Id, Guid StageId, Guid UserId, Guid ParticipantId, DateTimeOffset JoinedAt, DateTimeOffset LastSeenAt, DateTimeOffset? LeftAt, long WatchSeconds);

/// <summary>Viewers, Publishers: who is there now. Sessions, WatchSeconds: of all that ever were.</summary>
public sealed record StageStats(int Viewers, int Publishers, int PeakViewers, long Sessions, long WatchSeconds);
