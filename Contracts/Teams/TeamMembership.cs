namespace Contracts.Teams;

/// <summary>The answer to GetTeamRole. Role: null of who is no member.</summary>
public sealed record TeamMembership(Guid TeamId, TeamRole? Role);
