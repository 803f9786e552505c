using Contracts.Rewards;
using EventService.Events;

namespace EventService.Rewards;

internal static class EventRewards
{
    public static Reward? Reward(this EventDocument e, Guid rewardId) => e.Rewards.Find(reward => reward.RewardId == rewardId);

    /// <summary>Whether it would grant a coupon that is dead already.</summary>
    public static bool HasExpiredCoupon(this EventDocument e, DateTimeOffset now) =>
        e.Rewards.Exists(reward => reward.Value is CouponValue coupon && coupon.Expiry <= now);

    /// <summary>
    /// Whether another reward of the same event gives this one's code. Lists, and codes of other events, are in the
    /// <see cref="CouponCodeRegister"/>.
    /// </summary>
    public static bool HasCouponCodeOf(this EventDocument e, Reward reward) =>
        reward.CouponCode is { } code
        && e.Rewards.Exists(other => other.RewardId != reward.RewardId && SealedCode.AreOneCode(other.CouponCode, code));
}
