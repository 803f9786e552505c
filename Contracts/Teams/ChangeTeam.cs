namespace Contracts.Teams;

/// <summary>From the Gateway for a member. Answered with TeamSummary, or Refused NOT_FOUND, FORBIDDEN.</summary>
public sealed record ChangeTeam(Guid TeamId, string Name, Caller Caller);
