using Contracts.Rewards;
using RewardWorker.Terms;

namespace RewardWorker.Delivery;

/// <summary>What a delivered reward is called, and where it is posted: as it was when the request was made.</summary>
internal sealed record DeliveryTarget(string Name, RewardDelivery To)
{
    public static async Task<DeliveryTarget> Of(GrantDelivery delivery, TermsBook terms, CancellationToken cancellationToken)
    {
        if (delivery.TermsId is not { } termsId)
        {
            return new DeliveryTarget(delivery.Name!, delivery.To!);
        }

        var reward = await terms.Reward(termsId, delivery.RewardId, cancellationToken);
        return new DeliveryTarget(reward.Name, reward.Delivery ?? throw new InvalidOperationException($"Delivery {delivery.Id} is of a reward without one."));
    }
}
