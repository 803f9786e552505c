using System.Text.Json;
using Contracts.Audit;
using EventService.Events;

namespace EventService.Rewards;

/// <summary>What the audit log tells of rewards: that a coupon code or a secret changed, and never the code or the secret.</summary>
internal static class RewardAudit
{
    public const string Added = "reward.added";
    public const string Changed = "reward.changed";
    public const string Removed = "reward.removed";

    public static void RaiseAddition(this EventDocument e, Reward reward, string actor) =>
        e.Raise(ChangeRecorded.Of(reward.CreatedAt, actor, Added, Target(reward), null, Snapshot(e, reward)));

    public static void RaiseRemoval(this EventDocument e, Reward reward, string actor, DateTimeOffset now) =>
        e.Raise(ChangeRecorded.Of(now, actor, Removed, Target(reward), Snapshot(e, reward), null));

    public static void RaiseChange(this EventDocument e, Reward earlier, Reward reward, string actor)
    {
        var (before, after) = Documents.Snapshot.Difference(Snapshot(e, earlier), Snapshot(e, reward));
        var shown = new Dictionary<string, JsonElement>(after);
        Tell(earlier.CouponCode != reward.CouponCode, "couponCodeChanged");
        Tell(reward.Delivery is not null && earlier.Delivery?.SealedSecret != reward.Delivery.SealedSecret, "deliverySecretChanged");
        e.Raise(ChangeRecorded.Of(reward.UpdatedAt, actor, Changed, Target(reward), before, shown));

        void Tell(bool changed, string name)
        {
            if (changed)
            {
                shown[name] = JsonSerializer.SerializeToElement(true);
            }
        }
    }

    private static Dictionary<string, JsonElement> Snapshot(EventDocument e, Reward reward)
    {
        var besides = Documents.Snapshot.Of(new
        {
            EventId = e.Id,
            reward.Name,
            reward.Stock,
            reward.LowStockAt,
            reward.CouponCodes,
            reward.ReturnOnRevoke,
            DeliveryUrl = reward.Delivery?.Url,
        });
        return new Dictionary<string, JsonElement>(besides.Concat(Documents.Snapshot.Of(reward.Value.ToFields() with { CouponCode = null })));
    }

    private static string Target(Reward reward) => $"reward:{reward.RewardId}";
}
