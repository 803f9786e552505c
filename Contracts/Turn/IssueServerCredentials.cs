namespace Contracts.Turn;

/// <summary>From the Gateway for another server, such as a media server, which is none of the users and counts towards no one's limit. Name: what
/// it calls itself; null when it does not say. Answered with TurnCredentials, or Refused VALIDATION_FAILED, TURN_NOT_CONFIGURED.</summary>
public sealed record IssueServerCredentials(string? Name);
