using Documents;
using Messages;

namespace EventService.Rewards;

/// <summary>Which rewards have named which coupon codes: a share of all codes, by their fingerprint.</summary>
internal sealed class CouponCodeBucket : Document
{
    public static readonly Schema<CouponCodeBucket> Schema = new("coupon_code_shares");

    public List<CouponCodeHolder> Holders { get; init; } = [];
}

/// <param name="FromList">Each unit of the reward is a code of its own: nobody else may give it.</param>
/// <param name="EntryId">The <see cref="CouponCodeEntry"/> under which the codes were named.</param>
internal sealed record CouponCodeHolder(Guid EventId, Guid RewardId, bool FromList, Guid EntryId, HashSet<string> Fingerprints) : Extensible
{
    /// <summary>One code for everybody may be that of several events.</summary>
    public bool Excludes(CouponCodeHolder other) =>
        RewardId != other.RewardId
        && (FromList || other.FromList || EventId == other.EventId)
        && Fingerprints.Overlaps(other.Fingerprints);
}

/// <summary>There while a reward's codes are being entered and the reward is not saved yet.</summary>
internal sealed class CouponCodeEntry : Document
{
    public static readonly Schema<CouponCodeEntry> Schema = new("coupon_code_entries");

    public required DateTimeOffset At { get; init; }
}
