using Contracts.Requests;

namespace RewardWorker.Ledger;

/// <summary>One reward of an approved request, and for whom it is.</summary>
internal sealed record GrantOrder(Guid RequestId, Guid EventId, Guid UserId, RewardToGrant Reward)
{
    /// <summary>It takes from a stock or a budget.</summary>
    public bool IsLimited => Reward.Stock is not null || Reward.Budget is not null;
}
