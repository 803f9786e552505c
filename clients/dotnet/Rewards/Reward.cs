using System.Text.Json;
using System.Text.Json.Serialization;

namespace Messaging.Client;

/// <summary>What an event gives: <see cref="PointReward"/>, <see cref="ItemReward"/>, <see cref="CouponReward"/> or <see cref="BadgeReward"/>.</summary>
public abstract record Reward
{
    public Guid Id { get; init; }

    public Guid EventId { get; init; }

    public abstract RewardType Type { get; }

    public string Name { get; init; } = "";

    /// <summary>How many there were; null: no limit.</summary>
    public int? Stock { get; init; }

    /// <summary>How many are left; null: no limit.</summary>
    public int? Remaining { get; init; }

    /// <summary>When so many are left, operators are warned.</summary>
    public int? LowStockAt { get; init; }

    /// <summary>What a revoked request held returns to stock.</summary>
    public bool ReturnOnRevoke { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Where grants are posted; users do not see it.</summary>
    public RewardDelivery? Delivery { get; init; }
}

public sealed record PointReward : Reward
{
    public override RewardType Type => RewardType.Point;

    public long Points { get; init; }
}

public sealed record ItemReward : Reward
{
    public override RewardType Type => RewardType.Item;

    public string ItemId { get; init; } = "";

    public int Quantity { get; init; }
}

/// <summary>CouponCode: null where each unit has a code of its own, and for who may not see it.</summary>
public sealed record CouponReward : Reward
{
    public override RewardType Type => RewardType.Coupon;

    public string? CouponCode { get; init; }

    public DateTimeOffset Expiry { get; init; }

    /// <summary>Without the code, for logs.</summary>
    public override string ToString() => $"{nameof(CouponReward)} {Id} until {Expiry:O}";
}

public sealed record BadgeReward : Reward
{
    public override RewardType Type => RewardType.Badge;

    public string BadgeId { get; init; } = "";
}

/// <summary>Of a kind that this version does not know.</summary>
public sealed record UnknownReward : Reward
{
    public override RewardType Type => RewardType.Unknown;
}

public enum RewardType
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Point,
    Item,
    Coupon,
    Badge,
}

/// <summary>Where grants of a reward are posted.</summary>
public sealed record RewardDelivery(string Url);

/// <summary>Where grants are to be posted, and the secret, 16 to 256 characters, that signs them.</summary>
public sealed record NewDelivery(string Url, string Secret)
{
    /// <summary>Without the secret, for logs.</summary>
    public override string ToString() => $"{nameof(NewDelivery)} to {Url}";
}

/// <summary>By <c>type</c>, wherever it stands.</summary>
internal sealed class RewardConverter : JsonConverter<Reward>
{
    public override Reward? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("A reward without a type.");
        }

        return Words<RewardType>.Parse(type.GetString()) switch
        {
            RewardType.Point => json.Deserialize<PointReward>(options),
            RewardType.Item => json.Deserialize<ItemReward>(options),
            RewardType.Coupon => json.Deserialize<CouponReward>(options),
            RewardType.Badge => json.Deserialize<BadgeReward>(options),
            RewardType.Unknown => json.Deserialize<UnknownReward>(options),
            var other => throw new JsonException($"{other} has no record."),
        };
    }

    public override void Write(Utf8JsonWriter writer, Reward value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
}
