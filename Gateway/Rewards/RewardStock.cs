using Contracts.Granting;
using Contracts.Rewards;

namespace Gateway.Rewards;

internal static class RewardStock
{
    /// <summary>The rewards as they are shown, with what is left of the limited ones at this moment.</summary>
    public static async Task<Answer<IReadOnlyList<RewardResponse>>> WithStock(
        this ServiceClient services, IReadOnlyList<RewardDetails> rewards, CancellationToken cancellationToken)
    {
        var limited = rewards.Where(reward => reward.Stock is not null).Select(reward => reward.Id).ToList();
        Dictionary<Guid, StockDetails> pools = [];
        if (limited.Count > 0)
        {
            var answer = await services.Ask<GetStock, StockList>(new GetStock(limited), cancellationToken);
            if (answer.Problem is { } problem)
            {
                return problem;
            }

            pools = answer.Reply.Items.ToDictionary(stock => stock.RewardId);
        }

        // A pool that is not made yet is full.
        return rewards
            .Select(reward => pools.TryGetValue(reward.Id, out var pool)
                ? reward with { Stock = pool.Stock, Remaining = pool.Remaining, LowStockAt = pool.LowStockAt }
                : reward)
            .Select(RewardResponse.Of)
            .ToList();
    }
}
