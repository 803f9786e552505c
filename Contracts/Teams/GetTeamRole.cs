namespace Contracts.Teams;

/// <summary>From the Gateway for what belongs to a team and is kept elsewhere. Answered with TeamMembership, or Refused NOT_FOUND where there is
/// no such team.</summary>
public sealed record GetTeamRole(Guid TeamId, Guid UserId);
