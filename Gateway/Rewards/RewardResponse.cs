using System.Text.Json.Serialization;
using Contracts.Rewards;

namespace Gateway.Rewards;

/// <summary>A reward with the fields of its type. Stock, remaining: null when unlimited.</summary>
internal sealed record RewardResponse(
    Guid Id,
    Guid EventId,
    RewardType Type,
    string Name,
    int? Stock,
    int? Remaining,
    int? LowStockAt,
    bool ReturnOnRevoke,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Points = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ItemId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Quantity = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CouponCode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Expiry = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? BadgeId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DeliveryResponse? Delivery = null)
{
    public static RewardResponse Of(RewardDetails reward) => new(
        reward.Id,
        reward.EventId,
        reward.Value.Type,
        reward.Name,
        reward.Stock,
        reward.Remaining,
        reward.LowStockAt,
        reward.ReturnOnRevoke,
        reward.CreatedAt,
        reward.UpdatedAt,
        reward.Value.Points,
        reward.Value.ItemId,
        reward.Value.Quantity,
        reward.Value.CouponCode,
        reward.Value.Expiry,
        reward.Value.BadgeId,
        reward.DeliveryUrl is { } url ? new DeliveryResponse(url) : null);
}

/// <summary>Where grants are posted. Only OPERATOR, AUDITOR and ADMIN see it; nobody sees the secret.</summary>
internal sealed record DeliveryResponse(string Url);

internal sealed record RewardListResponse(IReadOnlyList<RewardResponse> Items, string? NextCursor);
