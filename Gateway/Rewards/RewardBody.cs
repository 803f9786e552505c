using Contracts.Rewards;

namespace Gateway.Rewards;

/// <summary>What an operator sets on a reward, and the rules of form that hold whenever a field is given.</summary>
internal abstract record RewardBody : RequestBody
{
    private const int LongestName = 200;
    private const int LongestText = 100;
    private const int MostPoints = 1_000_000_000;
    private const int MostQuantity = 1_000_000;
    private const int MostStock = 1_000_000_000;

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

    protected abstract int LeastStock { get; }

    /// <summary>Which type each given field belongs to.</summary>
    protected IEnumerable<(RewardType Type, string Field)> ValueFields =>
        new (RewardType Type, string Field, bool Given)[]
        {
            (RewardType.Point, "points", Points is not null),
            (RewardType.Item, "itemId", ItemId is not null),
            (RewardType.Item, "quantity", Quantity is not null),
            (RewardType.Coupon, "couponCode", CouponCode is not null),
            (RewardType.Coupon, "expiry", Expiry is not null),
            (RewardType.Badge, "badgeId", BadgeId is not null),
        }.Where(one => one.Given).Select(one => (one.Type, one.Field));

    protected DateTimeOffset? ExpiryTime => Instants.TryParse(Expiry, out var time) ? time : null;

    protected void GivenFields(Faults faults)
    {
        faults.Text(Name, "name", LongestName);
        faults.Word<RewardType>(Type, "type");
        faults.Range(Points, "points", 1, MostPoints);
        faults.Text(ItemId, "itemId", LongestText);
        faults.Range(Quantity, "quantity", 1, MostQuantity);
        faults.Text(CouponCode, "couponCode", LongestText);
        faults.Instant(Expiry, "expiry");
        faults.Text(BadgeId, "badgeId", LongestText);
        faults.Range(Stock, "stock", LeastStock, MostStock);
        faults.Range(LowStockAt, "lowStockAt", 0, Stock ?? MostStock);
        Delivery?.Check(faults);
    }

    /// <summary>Refuses the fields of other types.</summary>
    protected void OnlyOf(RewardType type, Faults faults)
    {
        foreach (var (owner, field) in ValueFields.Where(field => field.Type != type))
        {
            faults.Add(field, $"goes with {Words.Write(owner)} only.");
        }
    }
}
