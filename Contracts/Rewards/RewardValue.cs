using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Messages;

namespace Contracts.Rewards;

/// <summary>What a reward is worth: a record a kind, with its bounds. On the wire and where it is stored, <c>type</c> says which.</summary>
[JsonConverter(typeof(RewardValueConverter))]
public abstract record RewardValue : Extensible
{
    private protected RewardValue(RewardType type) => Type = type;

    [JsonPropertyOrder(-1)]
    public RewardType Type { get; }

    /// <summary>What it is in a ledger: points, quantity, or 1.</summary>
    public abstract long ToAmount();

    public abstract RewardFields ToFields();

    /// <summary>
    /// The value of this kind, which needs each of its fields and takes no other's; of use when no fault is found.
    /// </summary>
    /// <param name="now">Null judges no time.</param>
    /// <param name="fromList">Each unit is a coupon code of its own.</param>
    /// <param name="isSealed">Its coupon code is.</param>
    public static RewardValue Read(
        RewardType type, RewardFields given, FieldFaults faults, DateTimeOffset? now, bool fromList = false, bool isSealed = false)
    {
        foreach (var other in Enum.GetValues<RewardType>().Where(other => other != type))
        {
            Read(other, new RewardReader(other, given, faults, Reading.Foreign));
        }

        return Read(type, new RewardReader(type, given, faults, Reading.Whole, now, fromList, isSealed));
    }

    /// <summary>The value whose fields these are; nothing is judged but that there is a type.</summary>
    public static RewardValue Of(RewardFields fields) => fields.Type is { } type
        ? Read(type, new RewardReader(type, fields, new FieldFaults(), Reading.Part))
        : throw new ArgumentException("A value has a type.", nameof(fields));

    /// <summary>Finds what is out of bounds whichever kind it is for.</summary>
    public static void CheckParts(RewardFields given, FieldFaults faults)
    {
        foreach (var type in Enum.GetValues<RewardType>())
        {
            Read(type, new RewardReader(type, given, faults, Reading.Part));
        }
    }

    /// <summary>Holds in a service what the Gateway has judged.</summary>
    public void Check(FieldFaults faults, DateTimeOffset now, bool fromList) => Read(Type, ToFields(), faults, now, fromList, isSealed: true);

    /// <summary>The value with what is given in place of what it has; of use when no fault is found.</summary>
    public RewardValue With(RewardFields given, FieldFaults faults, DateTimeOffset now, bool fromList)
    {
        faults
            .AddIf(given.Type is { } type && type != Type, "type", "of a reward cannot change.")
            .AddIf(fromList && given.CouponCode is not null, "couponCode", "does not go with couponCodes.");
        var before = ToFields();
        var after = given.Over(before);
        if (SealedCode.ShowTheSame(before.CouponCode, after.CouponCode))
        {
            after = after with { CouponCode = before.CouponCode };
        }

        return after == before ? this : Read(Type, after, faults, now, fromList, isSealed: true) with { Unknown = Unknown };
    }

    /// <summary>Whether who was promised the earlier value gets no less by this one.</summary>
    public virtual bool Continues(RewardValue earlier) => this == earlier;

    private static RewardValue Read(RewardType type, RewardReader reader) => type switch
    {
        RewardType.Point => PointValue.Read(reader),
        RewardType.Item => ItemValue.Read(reader),
        RewardType.Coupon => CouponValue.Read(reader),
        RewardType.Badge => BadgeValue.Read(reader),
        _ => throw new UnreachableException(),
    };

    /// <summary>The fields, and those that no kind of this version has.</summary>
    private sealed record StoredFields : RewardFields
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Unknown { get; init; }
    }

    /// <summary>Not the polymorphism of the serializer: that wants <c>type</c> first, and stores put fields in an order of their own.</summary>
    private sealed class RewardValueConverter : JsonConverter<RewardValue>
    {
        public override RewardValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var fields = JsonSerializer.Deserialize<StoredFields>(ref reader, options);
            return fields?.Type is null ? throw new JsonException("The value of a reward has no type.") : Of(fields) with { Unknown = fields.Unknown };
        }

        public override void Write(Utf8JsonWriter writer, RewardValue value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
    }
}

/// <summary>What a reward gives.</summary>
public enum RewardType
{
    Point,
    Item,
    Coupon,
    Badge,
}
