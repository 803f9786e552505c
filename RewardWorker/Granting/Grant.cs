using Contracts.Granting;
using Contracts.Rewards;
using Contracts.Wallets;
using Persistence;
using ServiceDefaults;

namespace RewardWorker.Granting;

/// <summary>
/// An entry of the ledger. Whether a reward of a request is granted is decided by who inserts the document with its
/// grant id first: the grant itself, or the note that it is withdrawn. What takes a grant back is an entry of its own.
/// </summary>
internal sealed class Grant : Document
{
    public static readonly Schema<Grant> Schema = new Schema<Grant>("grants").Index(g => g.UserId, g => g.At);

    public required GrantKind Kind { get; init; }

    public required Guid RequestId { get; init; }

    public required Guid RewardId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null for a withdrawn grant, which so is in nobody's ledger.</summary>
    public Guid? UserId { get; init; }

    public Guid? EventId { get; init; }

    /// <summary>What the reward was worth.</summary>
    public RewardValue? Value { get; init; }

    /// <summary>Points, quantity, or 1; negative on a contra entry.</summary>
    public long Amount { get; init; }

    /// <summary>On a contra entry: the id of the entry that it takes back.</summary>
    public Guid? ReversalOf { get; init; }

    /// <summary>Why it was taken back or withdrawn.</summary>
    public string? Reason { get; init; }

    public static string IdOf(Guid requestId, Guid rewardId) => NamedGuid.Of(requestId, rewardId.ToString()).ToString();

    public static string ReversalIdOf(Guid requestId, Guid rewardId) => NamedGuid.Of(requestId, $"{rewardId}/reversal").ToString();

    public static Grant Of(GrantReward message, DateTimeOffset now) => new()
    {
        Id = IdOf(message.RequestId, message.Reward.RewardId),
        Kind = GrantKind.Granted,
        RequestId = message.RequestId,
        RewardId = message.Reward.RewardId,
        At = now,
        UserId = message.UserId,
        EventId = message.EventId,
        Value = message.Reward.Value,
        Amount = AmountOf(message.Reward.Value),
    };

    /// <summary>Keeps a reward from being granted that was revoked before it was granted.</summary>
    public static Grant Withdrawn(RevokeGrant message, DateTimeOffset now) => new()
    {
        Id = IdOf(message.RequestId, message.RewardId),
        Kind = GrantKind.Withdrawn,
        RequestId = message.RequestId,
        RewardId = message.RewardId,
        At = now,
        Reason = message.Reason,
    };

    public Grant Reversal(string reason, DateTimeOffset now) => new()
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
    };

    public LedgerEntry ToEntry() => new(Guid.Parse(Id), RequestId, RewardId, Value!.Type, Amount, At, ReversalOf);

    private static long AmountOf(RewardValue value) => value.Type switch
    {
        RewardType.Point => value.Points!.Value,
        RewardType.Item => value.Quantity!.Value,
        _ => 1,
    };
}

internal enum GrantKind
{
    Granted,
    Reversal,
    Withdrawn,
}
