namespace Contracts.Granting;

/// <summary>The answer to AddCouponCodes: that part is stored.</summary>
public sealed record CouponCodesAdded(Guid RewardId, int Chunk);
