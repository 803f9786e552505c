namespace Contracts.Users;

/// <summary>The answer to ConfirmMfa. RecoveryCodes: each stands in for a code of the authenticator once.</summary>
public sealed record MfaConfirmed(IReadOnlyList<string> RecoveryCodes);
