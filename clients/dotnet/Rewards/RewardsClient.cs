namespace Messaging.Client;

/// <summary>What an event gives.</summary>
public sealed class RewardsClient
{
    private readonly Api api;

    internal RewardsClient(Api api) => this.api = api;

    public Task<Reward> Add(Guid eventId, NewReward reward, CancellationToken cancellationToken = default) =>
        api.Post<Reward>($"/events/{eventId}/rewards", reward, cancellationToken);

    public Pages<Reward> List(Guid eventId) => api.List<Reward>($"/events/{eventId}/rewards");

    public Task<Reward> Change(Guid eventId, Guid rewardId, RewardChange change, CancellationToken cancellationToken = default) =>
        api.Patch<Reward>($"/events/{eventId}/rewards/{rewardId}", change, cancellationToken);

    /// <summary>Of one that nobody has requested.</summary>
    public Task Remove(Guid eventId, Guid rewardId, CancellationToken cancellationToken = default) =>
        api.Delete($"/events/{eventId}/rewards/{rewardId}", cancellationToken);
}
