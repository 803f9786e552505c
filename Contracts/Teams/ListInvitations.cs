namespace Contracts.Teams;

/// <summary>From the Gateway for a member, newest first. Answered with InvitationList, or Refused NOT_FOUND, FORBIDDEN.</summary>
public sealed record ListInvitations(Guid TeamId, int Limit, string? Cursor, Caller Caller);
