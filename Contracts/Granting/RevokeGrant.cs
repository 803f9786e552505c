namespace Contracts.Granting;

/// <summary>From the saga to take a grant back. GrantRevoked follows, also when there was none.</summary>
public sealed record RevokeGrant(Guid RequestId, Guid RewardId, string Reason);
