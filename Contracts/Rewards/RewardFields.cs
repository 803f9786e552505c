using System.Text.Json.Serialization;

namespace Contracts.Rewards;

/// <summary>The fields of values of every kind side by side, as REST takes and shows them; null: not given, or another kind's.</summary>
public record RewardFields(
    [property: JsonPropertyOrder(-1)] RewardType? Type = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Points = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ItemId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Quantity = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CouponCode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Expiry = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? BadgeId = null)
{
    /// <summary>What is given here, and the rest as it is there. The type stays.</summary>
    public RewardFields Over(RewardFields present) => new(
        present.Type,
        Points ?? present.Points,
        ItemId ?? present.ItemId,
        Quantity ?? present.Quantity,
        CouponCode ?? present.CouponCode,
        Expiry ?? present.Expiry,
        BadgeId ?? present.BadgeId);
}
