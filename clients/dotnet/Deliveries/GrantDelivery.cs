using System.Text.Json.Serialization;

namespace Messaging.Client;

/// <summary>
/// A grant that the platform posts to the URL of its reward, or that one was taken back. It may come several times: Id, its
/// <c>Idempotency-Key</c>, must have its effect once.
/// </summary>
/// <param name="Type"><c>reward.granted</c> or <c>reward.revoked</c>.</param>
/// <param name="GrantId">Of the granting entry; with <c>reward.revoked</c> the grant that is taken back.</param>
public sealed record GrantDelivery(string Type, Guid Id, Guid GrantId, Guid RequestId, Guid EventId, Guid UserId, DeliveredReward Reward, DateTimeOffset At)
{
    [JsonIgnore]
    public bool IsRevoked => Type == "reward.revoked";
}

/// <summary>What was granted: with Points, ItemId and Quantity, CouponCode and Expiry, or BadgeId, by its type.</summary>
public sealed record DeliveredReward(
    Guid Id, RewardType Type, string Name, long? Points, string? ItemId, int? Quantity, string? CouponCode, DateTimeOffset? Expiry, string? BadgeId)
{
    /// <summary>Without the code, for logs.</summary>
    public override string ToString() => $"{nameof(DeliveredReward)} {Id} of {Type}";
}
