using Contracts.Rewards;

namespace Contracts.Requests;

/// <summary>The answer to ListRewardRequests.</summary>
public sealed record RewardRequestList(IReadOnlyList<RewardRequestDetails> Items, string? NextCursor) : IHasCodes<RewardRequestList>
{
    public RewardRequestList WithCodes(Func<string, string?> show) => this with { Items = [.. Items.Select(request => request.WithCodes(show))] };
}
