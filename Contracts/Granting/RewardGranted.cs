namespace Contracts.Granting;

/// <summary>From the grant's ledger entry, once it exists. CouponCode: the code that the user got.</summary>
public sealed record RewardGranted(Guid RequestId, Guid RewardId, string? CouponCode);
