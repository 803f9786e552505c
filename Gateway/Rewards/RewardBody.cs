using Contracts.Rewards;

namespace Gateway.Rewards;

/// <summary>What an operator sets on a reward, as text and numbers: the rules are those of its value.</summary>
internal abstract record RewardBody : RequestBody
{
    [Shape(Words = typeof(RewardType))]
    public string? Type { get; init; }

    public string? Name { get; init; }

    /// <summary>What a revoked request held returns to stock; by default false.</summary>
    public bool? ReturnOnRevoke { get; init; }

    public long? Points { get; init; }

    public string? ItemId { get; init; }

    public int? Quantity { get; init; }

    public string? CouponCode { get; init; }

    [Shape(Format = "date-time")]
    public string? Expiry { get; init; }

    public string? BadgeId { get; init; }

    /// <summary>How many there are; null, the default, means no limit.</summary>
    public int? Stock { get; init; }

    /// <summary>When so many are left, operators are warned.</summary>
    public int? LowStockAt { get; init; }

    /// <summary>One code for each unit, on creation only; then stock is their number.</summary>
    public IReadOnlyList<string?>? CouponCodes { get; init; }

    /// <summary>Posts each grant to a URL of one's own.</summary>
    public DeliveryBody? Delivery { get; init; }

    /// <summary>A time that is none has its fault already: it must not be missed as well.</summary>
    internal RewardFields Value => new(
        Words.Parse<RewardType>(Type),
        Points,
        ItemId,
        Quantity,
        CouponCode,
        Expiry is null ? null : Instants.TryParse(Expiry, out var time) ? time : DateTimeOffset.MaxValue,
        BadgeId);

    protected override void Rules(Faults faults)
    {
        faults.Word<RewardType>(Type, "type");
        faults.Instant(Expiry, "expiry");
        Delivery?.Check(faults);
        var found = new FieldFaults();
        Rules(found, faults.Now);
        faults.Add(found);
    }

    protected abstract void Rules(FieldFaults faults, DateTimeOffset now);
}
