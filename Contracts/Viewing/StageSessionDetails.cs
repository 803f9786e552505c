namespace Contracts.Viewing;

/// <summary>How long one participant was on a stage, in whole seconds. LeftAt is null while he is.</summary>
public sealed record StageSessionDetails(
    Guid Id,
    Guid StageId,
    Guid UserId,
    Guid ParticipantId,
    DateTimeOffset JoinedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset? LeftAt,
    long WatchSeconds);

/// <summary>The answer to ListStageSessions and ListViewerSessions.</summary>
public sealed record StageSessionList(IReadOnlyList<StageSessionDetails> Items, string? NextCursor);
