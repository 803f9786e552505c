namespace Contracts.Teams;

/// <summary>From the Gateway for a member, or for who may read others' accounts. Answered with TeamDetails, or Refused NOT_FOUND.</summary>
public sealed record GetTeam(Guid TeamId, Caller Caller);
