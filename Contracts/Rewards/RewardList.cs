namespace Contracts.Rewards;

/// <summary>The answer to ListRewards.</summary>
public sealed record RewardList(IReadOnlyList<RewardDetails> Items, string? NextCursor) : IHasCodes<RewardList>
{
    public RewardList WithCodes(Func<string, string?> show) => this with { Items = [.. Items.Select(reward => reward.WithCodes(show))] };
}
