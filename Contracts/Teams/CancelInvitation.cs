namespace Contracts.Teams;

/// <summary>From the Gateway for a member. Answered with InvitationDetails, or Refused NOT_FOUND, FORBIDDEN, INVALID_STATE.</summary>
public sealed record CancelInvitation(Guid TeamId, Guid InvitationId, Caller Caller);
