namespace Contracts.Users;

/// <summary>From the Gateway for the user himself: another mail with a link that verifies his address.
/// Answered with VerificationRequested, or Refused ALREADY_VERIFIED, RATE_LIMITED.</summary>
public sealed record RequestVerification(Guid UserId);
