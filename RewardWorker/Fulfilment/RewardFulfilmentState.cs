using System.Text.Json.Serialization;
using Contracts.Events;
using Contracts.Requests;
using Documents;
using Documents.Sagas;

namespace RewardWorker.Fulfilment;

/// <summary>How far the fulfilment of one reward request has come. Its id is the request's.</summary>
internal sealed class RewardFulfilmentState : SagaDocument
{
    public static readonly Schema<RewardFulfilmentState> Schema = new Schema<RewardFulfilmentState>("fulfilments").Index(f => f.DueAt);

    public Guid EventId { get; set; }

    public Guid UserId { get; set; }

    public ApprovalMode Approval { get; set; }

    public List<FulfilledReward> Rewards { get; set; } = [];

    /// <summary>When what is awaited must be asked for; null when nothing is.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Why the fulfilled request was revoked; null when it was not.</summary>
    public string? RevokeReason { get; set; }

    public FulfilledReward? Find(Guid rewardId) => Rewards.Find(r => r.Reward.RewardId == rewardId);

    public IEnumerable<FulfilledReward> In(RewardProgress progress) => Rewards.Where(r => r.Progress == progress);

    [JsonIgnore]
    public IEnumerable<FulfilledReward> Undelivered => Rewards.Where(r => r.Reward.Delivery is not null && !r.Delivered);
}

/// <summary>One reward of the request.</summary>
internal sealed class FulfilledReward
{
    public required RewardToGrant Reward { get; init; }

    public RewardProgress Progress { get; set; }

    public string? CouponCode { get; set; }

    /// <summary>The receiver of its delivery has it.</summary>
    public bool Delivered { get; set; }

    /// <summary>Why it was refused, or is taken back although it was granted.</summary>
    public string? Code { get; set; }
}

internal enum RewardProgress
{
    Asked,
    Granted,
    Refused,
    Revoked,
}
