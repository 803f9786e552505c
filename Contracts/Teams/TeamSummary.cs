namespace Contracts.Teams;

/// <summary>A team as one of its members sees it in a list. Role: that member's.</summary>
public sealed record TeamSummary(Guid Id, string Name, TeamRole? Role, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
