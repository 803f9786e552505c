using Documents;

namespace EventService.Rewards;

/// <summary>Which rewards of an event have named which coupon codes: a share of the codes, by their hash.</summary>
internal sealed class CouponCodeBucket : Document
{
    public static readonly Schema<CouponCodeBucket> Schema = new("coupon_code_buckets");

    /// <summary>Fingerprints by reward.</summary>
    public Dictionary<Guid, HashSet<string>> Fingerprints { get; init; } = [];
}
