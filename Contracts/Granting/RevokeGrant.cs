namespace Contracts.Granting;

/// <summary>From the saga to take a grant back. GrantRevoked follows, also when there was none. Compensation: the request failed, so that
/// everything returns to stock; else what the reward's returnOnRevoke says.</summary>
public sealed record RevokeGrant(Guid RequestId, Guid RewardId, string Reason, bool Compensation = true);
