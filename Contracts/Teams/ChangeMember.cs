namespace Contracts.Teams;

/// <summary>From the Gateway for an OWNER. Answered with MemberDetails, or Refused NOT_FOUND, FORBIDDEN, LAST_OWNER.</summary>
public sealed record ChangeMember(Guid TeamId, Guid UserId, TeamRole Role, Caller Caller);
