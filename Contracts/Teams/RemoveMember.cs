namespace Contracts.Teams;

/// <summary>From the Gateway for a member, also for one who leaves. Answered with MemberRemoved, or Refused NOT_FOUND, FORBIDDEN, LAST_OWNER.</summary>
public sealed record RemoveMember(Guid TeamId, Guid UserId, Caller Caller);
