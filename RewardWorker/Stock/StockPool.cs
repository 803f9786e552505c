using Contracts.Granting;
using Contracts.Rewards;
using Documents;
using Documents.Pools;

namespace RewardWorker.Stock;

/// <summary>
/// What there is of one limited reward (its id is the reward's), or of one event's points. Units that are coupon codes
/// are numbered in the order of the list; a number that was claimed and shown to nobody is given before a new one.
/// </summary>
internal sealed class StockPool : PoolDocument
{
    public static readonly Schema<StockPool> Schema = new Schema<StockPool>("stock_pools").Index(p => p.OpenSince).Index(p => p.Id);

    public required Guid EventId { get; init; }

    /// <summary>Null for a budget of points.</summary>
    public Guid? RewardId { get; init; }

    public int? LowStockAt { get; set; }

    public bool CouponCodes { get; init; }

    public long NextOrdinal { get; set; }

    public List<long> FreeOrdinals { get; init; } = [];

    /// <summary>Of a budget: the event's version that set it.</summary>
    public int Revision { get; set; }

    /// <summary>Of a budget: what was spent, with good reason, beyond what it was last set to.</summary>
    public long Overspent { get; set; }

    public static string BudgetIdOf(Guid eventId) => $"budget:{eventId}";

    public static StockPool Of(Guid rewardId, Guid eventId, StockPolicy policy) => new()
    {
        Id = rewardId.ToString(),
        RewardId = rewardId,
        EventId = eventId,
        Total = policy.Total,
        LowStockAt = policy.LowStockAt,
        CouponCodes = policy.CouponCodes,
    };

    public static StockPool OfBudget(Guid eventId, long? points, int revision) => new()
    {
        Id = BudgetIdOf(eventId),
        EventId = eventId,
        Total = points,
        Revision = revision,
    };

    /// <summary>False when more than that is taken.</summary>
    public bool TryChange(StockPolicy policy)
    {
        if (policy.Total < Taken)
        {
            return false;
        }

        var before = Remaining;
        IsChanged |= Total != policy.Total || LowStockAt != policy.LowStockAt;
        Total = policy.Total;
        LowStockAt = policy.LowStockAt;
        Fell(before, Remaining);
        return true;
    }

    /// <summary>A budget may fall below what is spent: then nothing more is given.</summary>
    public void ChangeBudget(long? points, int revision)
    {
        if (revision <= Revision)
        {
            return;
        }

        if (points != Total)
        {
            Overspent = points is { } total ? Math.Max(0, Taken - total) : 0;
        }

        (Total, Revision, IsChanged) = (points, revision, true);
    }

    public StockDetails ToDetails() => new(RewardId!.Value, (int)Total!.Value, (int)Remaining!.Value, LowStockAt);

    protected override long? TakeOrdinal()
    {
        if (!CouponCodes)
        {
            return null;
        }

        if (FreeOrdinals.Count == 0)
        {
            return NextOrdinal++;
        }

        var ordinal = FreeOrdinals[^1];
        FreeOrdinals.RemoveAt(FreeOrdinals.Count - 1);
        return ordinal;
    }

    protected override void FreeOrdinal(long ordinal) => FreeOrdinals.Add(ordinal);

    protected override void Fell(long? before, long? after)
    {
        if (RewardId is { } reward && LowStockAt is { } low && before > low && after <= low)
        {
            Raise(new StockLow(reward, EventId, (int)after.Value));
        }
    }
}
