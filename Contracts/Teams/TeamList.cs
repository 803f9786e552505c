namespace Contracts.Teams;

/// <summary>The answer to ListTeams.</summary>
public sealed record TeamList(IReadOnlyList<TeamSummary> Items, string? NextCursor);
