namespace Contracts.Teams;

/// <summary>From the Gateway for a member: another mail, whose link counts in place of the one before.
/// Answered with InvitationDetails, or Refused NOT_FOUND, FORBIDDEN, INVALID_STATE, RATE_LIMITED.</summary>
public sealed record ResendInvitation(Guid TeamId, Guid InvitationId, Caller Caller);
