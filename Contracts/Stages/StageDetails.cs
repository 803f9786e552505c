namespace Contracts.Stages;

/// <summary>A stage as everybody sees it.</summary>
public sealed record StageDetails(
    Guid Id, string Name, string? Description, StageStatus Status, Guid CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ClosedAt);

/// <summary>The answer to ListStages.</summary>
public sealed record StageList(IReadOnlyList<StageDetails> Items, string? NextCursor);
