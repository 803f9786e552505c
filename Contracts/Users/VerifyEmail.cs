namespace Contracts.Users;

/// <summary>From the Gateway with the token of a mail. Answered with EmailVerified, or Refused INVALID_TOKEN.</summary>
public sealed record VerifyEmail(string Token);
