using System.Text.Json.Serialization;

namespace Messaging.Client;

/// <summary>A reward that is to be added, made by the method of its kind: <c>NewReward.Points("Hundred", 100) with { Stock = 10 }</c>.</summary>
public sealed record NewReward
{
    private NewReward(RewardType type, string name) => (Type, Name) = (type, name);

    public RewardType Type { get; }

    public string Name { get; }

    /// <summary>How many there are; null: no limit.</summary>
    public int? Stock { get; init; }

    /// <summary>When so many are left, operators are warned.</summary>
    public int? LowStockAt { get; init; }

    /// <summary>What a revoked request held returns to stock; by default it does not.</summary>
    public bool? ReturnOnRevoke { get; init; }

    /// <summary>Posts each grant to a server of one's own.</summary>
    public NewDelivery? Delivery { get; init; }

    [JsonInclude, JsonPropertyName("points")]
    internal long? PointCount { get; private init; }

    [JsonInclude]
    internal string? ItemId { get; private init; }

    [JsonInclude]
    internal int? Quantity { get; private init; }

    [JsonInclude]
    internal string? CouponCode { get; private init; }

    [JsonInclude, JsonPropertyName("couponCodes")]
    internal IReadOnlyCollection<string>? CodesOfUnits { get; private init; }

    [JsonInclude]
    internal DateTimeOffset? Expiry { get; private init; }

    [JsonInclude]
    internal string? BadgeId { get; private init; }

    public static NewReward Points(string name, long points) => new(RewardType.Point, name) { PointCount = points };

    public static NewReward Item(string name, string itemId, int quantity = 1) => new(RewardType.Item, name) { ItemId = itemId, Quantity = quantity };

    /// <summary>One code that everybody gets. Nothing is granted at or after its expiry.</summary>
    public static NewReward Coupon(string name, string couponCode, DateTimeOffset expiry) => new(RewardType.Coupon, name) { CouponCode = couponCode, Expiry = expiry };

    /// <summary>Up to 100 000 codes, each of which is given once: they are the stock.</summary>
    public static NewReward Coupons(string name, IReadOnlyCollection<string> couponCodes, DateTimeOffset expiry) =>
        new(RewardType.Coupon, name) { CodesOfUnits = couponCodes, Expiry = expiry };

    public static NewReward Badge(string name, string badgeId) => new(RewardType.Badge, name) { BadgeId = badgeId };
}

/// <summary>What is to be other; the rest stays, and so does the kind. Of a reward in use, stock and a later expiry.</summary>
public sealed record RewardChange
{
    public string? Name { get; init; }

    public Optional<int?> Stock { get; init; }

    public Optional<int?> LowStockAt { get; init; }

    public bool? ReturnOnRevoke { get; init; }

    public Optional<NewDelivery?> Delivery { get; init; }

    public long? Points { get; init; }

    public string? ItemId { get; init; }

    public int? Quantity { get; init; }

    public string? CouponCode { get; init; }

    public DateTimeOffset? Expiry { get; init; }

    public string? BadgeId { get; init; }

    /// <summary>Without the code and the delivery's secret, for logs.</summary>
    public override string ToString() => $"{nameof(RewardChange)} of {Name ?? "a reward"}";
}
