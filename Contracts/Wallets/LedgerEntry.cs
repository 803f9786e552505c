using Contracts.Rewards;

namespace Contracts.Wallets;

/// <summary>One entry of a user's ledger. Amount: points, quantity, or 1; negative on a contra entry, which names what it reverses.</summary>
public sealed record LedgerEntry(
    Guid Id, Guid RequestId, Guid RewardId, RewardType Type, long Amount, DateTimeOffset At, Guid? ReversalOf);
