namespace Contracts.Teams;

/// <summary>From the Gateway for a member; its invitations count no more. Answered with TeamDeleted, or Refused NOT_FOUND, FORBIDDEN.</summary>
public sealed record DeleteTeam(Guid TeamId, Caller Caller);
