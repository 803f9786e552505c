namespace Contracts.Users;

/// <summary>From the Gateway for the user himself: a secret for his authenticator, in force when ConfirmMfa has shown that it has it.
/// Answered with MfaBegun, or Refused MFA_ENABLED, NOT_FOUND.</summary>
public sealed record BeginMfa(Guid UserId);
