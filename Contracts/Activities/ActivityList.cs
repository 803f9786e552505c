namespace Contracts.Activities;

/// <summary>The answer to ListActivities.</summary>
public sealed record ActivityList(IReadOnlyList<Activity> Items, string? NextCursor);
