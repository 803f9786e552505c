namespace Contracts.Teams;

/// <summary>From the Gateway with the token of a mail, for the account that is invited.
/// Answered with InvitationDetails, or Refused INVALID_TOKEN, WRONG_ACCOUNT.</summary>
public sealed record DeclineInvitation(string Token, Caller Caller);
