using System.Text.Json.Serialization;
using Contracts.Rewards;

namespace Gateway.Rewards;

/// <summary>A reward with the fields of its type. Stock, remaining: null when unlimited.</summary>
internal sealed record RewardResponse : RewardFields
{
    private RewardResponse(RewardValue value) : base(value.ToFields())
    {
    }

    [JsonPropertyOrder(-2)]
    public required Guid Id { get; init; }

    [JsonPropertyOrder(-2)]
    public required Guid EventId { get; init; }

    /// <summary>A value that is there has a type.</summary>
    [JsonPropertyOrder(-1)]
    public new RewardType Type => base.Type!.Value;

    public required string Name { get; init; }

    public required int? Stock { get; init; }

    public required int? Remaining { get; init; }

    public required int? LowStockAt { get; init; }

    public required bool ReturnOnRevoke { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonPropertyOrder(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeliveryResponse? Delivery { get; init; }

    public static RewardResponse Of(RewardDetails reward) => new(reward.Value)
    {
        Id = reward.Id,
        EventId = reward.EventId,
        Name = reward.Name,
        Stock = reward.Stock,
        Remaining = reward.Remaining,
        LowStockAt = reward.LowStockAt,
        ReturnOnRevoke = reward.ReturnOnRevoke,
        CreatedAt = reward.CreatedAt,
        UpdatedAt = reward.UpdatedAt,
        Delivery = reward.DeliveryUrl is { } url ? new DeliveryResponse(url) : null,
    };
}

/// <summary>Where grants are posted. Only OPERATOR, AUDITOR and ADMIN see it; nobody sees the secret.</summary>
internal sealed record DeliveryResponse(string Url);

internal sealed record RewardListResponse(IReadOnlyList<RewardResponse> Items, string? NextCursor);
