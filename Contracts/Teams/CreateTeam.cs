namespace Contracts.Teams;

/// <summary>From the Gateway for a user, who is then its OWNER. Answered with TeamSummary.</summary>
public sealed record CreateTeam(Guid TeamId, string Name, Caller Caller);
