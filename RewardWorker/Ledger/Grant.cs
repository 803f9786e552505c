using Contracts.Rewards;
using Contracts.Wallets;
using Documents;
using Documents.Pools;

namespace RewardWorker.Ledger;

/// <summary>
/// An entry of the ledger. Whether a reward of a request is granted is decided by who inserts the document with its
/// grant id first: the grant itself, or the note that it is refused. What takes a grant back is an entry of its own.
/// </summary>
internal sealed class Grant : Document
{
    public static readonly Schema<Grant> Schema = new Schema<Grant>("grants")
        .Index(g => g.UserId, g => g.At)
        .Index(g => g.RequestId)
        .Index(g => g.EventId, g => g.RewardId);

    public required GrantKind Kind { get; init; }

    public required Guid RequestId { get; init; }

    public required Guid RewardId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null for a grant that is refused, which so is in nobody's ledger.</summary>
    public Guid? UserId { get; init; }

    public Guid? EventId { get; init; }

    /// <summary>What the reward was worth.</summary>
    public RewardValue? Value { get; init; }

    /// <summary>Points, quantity, or 1; negative on a contra entry.</summary>
    public long Amount { get; init; }

    /// <summary>On a contra entry: the id of the entry that it takes back.</summary>
    public Guid? ReversalOf { get; init; }

    /// <summary>Why it was taken back or refused.</summary>
    public string? Reason { get; init; }

    /// <summary>On a contra entry: whether its request failed. A revoked one had what is taken back.</summary>
    public bool? IsCompensation { get; init; }

    /// <summary>Of the claim that this grant took from its reward's stock, or of the return that this reversal gave back.</summary>
    public long? StockSeq { get; set; }

    /// <summary>As <see cref="StockSeq"/>, of the event's budget of points.</summary>
    public long? BudgetSeq { get; set; }

    /// <summary>The number of the coupon code in its reward's list; null when it came from no list.</summary>
    public long? CodeOrdinal { get; init; }

    /// <summary>Whether what a revoked request held returns to stock.</summary>
    public bool ReturnOnRevoke { get; init; }

    /// <summary>Whether it is delivered, so that somebody outside may know of it.</summary>
    public bool HasDelivery { get; init; }

    /// <summary>Its request was fulfilled and cannot fail any more, and its fulfilment, which knew that, was forgotten.</summary>
    public bool? IsFinal { get; set; }

    public static string IdOf(Guid requestId, Guid rewardId) => NamedGuid.Of(requestId, rewardId.ToString()).ToString();

    /// <summary>The entries of one request: behind its id and before any other.</summary>
    public static Query<Grant> Of(Guid requestId) => new Query<Grant>().OrderBy(g => g.RequestId).From(requestId).Until($"{requestId}~");

    public static string ReversalIdOf(Guid requestId, Guid rewardId) => NamedGuid.Of(requestId, $"{rewardId}/reversal").ToString();

    /// <summary>The grants that nothing has taken back.</summary>
    /// <param name="ledger">All entries of a user or a request, in any order.</param>
    public static IEnumerable<Grant> Held(IReadOnlyCollection<Grant> ledger)
    {
        var reversed = ledger.Where(g => g.ReversalOf is not null).Select(g => g.ReversalOf.ToString()).ToHashSet();
        return ledger.Where(g => g.Kind == GrantKind.Granted && !reversed.Contains(g.Id));
    }

    /// <param name="stock">What was claimed for it; null when its reward has no limit.</param>
    /// <param name="code">The coupon code that was claimed, where its reward has a list of them.</param>
    public static Grant Of(GrantOrder order, PoolEntry? stock, PoolEntry? budget, string? code, DateTimeOffset now) => new()
    {
        Id = IdOf(order.RequestId, order.Reward.RewardId),
        Kind = GrantKind.Granted,
        RequestId = order.RequestId,
        RewardId = order.Reward.RewardId,
        At = now,
        UserId = order.UserId,
        EventId = order.EventId,
        Value = code is not null && order.Reward.Value is CouponValue coupon ? coupon with { CouponCode = code } : order.Reward.Value,
        Amount = order.Reward.Value.ToAmount(),
        StockSeq = stock?.Seq,
        BudgetSeq = budget?.Seq,
        CodeOrdinal = stock?.Ordinal,
        ReturnOnRevoke = order.Reward.ReturnOnRevoke ?? false,
        HasDelivery = order.Reward.Delivery is not null,
    };

    /// <summary>The refusal, kept so that the same question gets the same answer whatever has returned to stock since.</summary>
    public static Grant Refused(GrantOrder order, string code, DateTimeOffset now) => new()
    {
        Id = IdOf(order.RequestId, order.Reward.RewardId),
        Kind = GrantKind.Refused,
        RequestId = order.RequestId,
        RewardId = order.Reward.RewardId,
        At = now,
        Reason = code,
    };

    public Grant Reversal(string reason, bool compensation, DateTimeOffset now) => new()
    {
        Id = ReversalIdOf(RequestId, RewardId),
        Kind = GrantKind.Reversal,
        RequestId = RequestId,
        RewardId = RewardId,
        At = now,
        UserId = UserId,
        EventId = EventId,
        Value = Value,
        Amount = -Amount,
        ReversalOf = Guid.Parse(Id),
        Reason = reason,
        IsCompensation = compensation,
    };

    public LedgerEntry ToEntry() => new(Guid.Parse(Id), RequestId, RewardId, Value!.Type, Amount, At, ReversalOf);
}

internal enum GrantKind
{
    Granted,
    Reversal,
    Refused,
}
