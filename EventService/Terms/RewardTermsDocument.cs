using System.Text.Json;
using System.Text.Json.Serialization;
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

    /// <summary>The rewards as JSON. It is told as it stands here.</summary>
    public required string Content { get; init; }

    [JsonIgnore]
    public IReadOnlyList<RewardToGrant> Rewards => field ??= JsonSerializer.Deserialize<RewardToGrant[]>(Content, DocumentJson.Options)!;

    public static RewardTermsDocument Of(EventDocument e)
    {
        var content = JsonSerializer.Serialize(e.Rewards.Select(reward => reward.ToGrant(e)), DocumentJson.Options);
        return new RewardTermsDocument { Id = RewardTerms.IdOf(content), Content = content };
    }

    public RewardToGrant Reward(Guid rewardId) =>
        Rewards.FirstOrDefault(reward => reward.RewardId == rewardId) ?? throw new InvalidOperationException($"Terms {Id} have no reward {rewardId}.");
}
