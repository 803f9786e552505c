namespace Contracts.Teams;

/// <summary>From the Gateway for a member: a mail goes out. An open invitation of that address is renewed.
/// Answered with InvitationDetails, or Refused NOT_FOUND, FORBIDDEN, ALREADY_MEMBER, RATE_LIMITED, INVALID_STATE.</summary>
public sealed record InviteMember(Guid InvitationId, Guid TeamId, string Email, TeamRole Role, Caller Caller);
