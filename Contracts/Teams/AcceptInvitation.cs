namespace Contracts.Teams;

/// <summary>From the Gateway with the token of a mail, for the account that is invited.
/// Answered with TeamSummary, or Refused INVALID_TOKEN, WRONG_ACCOUNT, INVALID_STATE.</summary>
public sealed record AcceptInvitation(string Token, Caller Caller);
