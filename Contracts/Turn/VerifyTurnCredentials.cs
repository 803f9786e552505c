namespace Contracts.Turn;

/// <summary>From the Gateway for a server that was shown credentials. Answered with TurnCredentialsVerified, or Refused TURN_NOT_CONFIGURED.</summary>
public sealed record VerifyTurnCredentials(string Username, string Credential);

/// <summary>The answer to VerifyTurnCredentials. What is not valid has neither user nor room nor end; nor has a server a user.</summary>
public sealed record TurnCredentialsVerified(bool Valid, Guid? UserId, Guid? RoomId, DateTimeOffset? ExpiresAt);
