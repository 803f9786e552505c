using System.Security.Cryptography;
using System.Text.Json;
using Contracts.Requests;
using Documents;
using EventService.Events;

namespace EventService.Terms;

/// <summary>
/// What an event's rewards were when a request was made, once for all requests that were made of the same. It never changes: its
/// id is the hash of what is in it.
/// </summary>
internal sealed class RewardTermsDocument : Document
{
    public static readonly Schema<RewardTermsDocument> Schema = new("reward_terms");

    public required IReadOnlyList<RewardToGrant> Rewards { get; init; }

    public static RewardTermsDocument Of(EventDocument e)
    {
        RewardToGrant[] rewards = [.. e.Rewards.Select(reward => reward.ToGrant(e))];
        return new RewardTermsDocument
        {
            Id = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(rewards, DocumentJson.Options))),
            Rewards = rewards,
        };
    }

    public RewardToGrant Reward(Guid rewardId) =>
        Rewards.FirstOrDefault(reward => reward.RewardId == rewardId) ?? throw new InvalidOperationException($"Terms {Id} have no reward {rewardId}.");
}
