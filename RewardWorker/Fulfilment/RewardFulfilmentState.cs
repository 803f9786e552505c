using System.Text.Json.Serialization;
using Contracts.Requests;
using Contracts.Rewards;
using Documents;
using Documents.Sagas;
using Messages;
using RewardWorker.Granting;
using RewardWorker.Ledger;

namespace RewardWorker.Fulfilment;

/// <summary>How far the fulfilment of one reward request has come. Its id is the request's.</summary>
internal sealed class RewardFulfilmentState : SagaDocument
{
    public static readonly Schema<RewardFulfilmentState> Schema = new Schema<RewardFulfilmentState>("fulfilments")
        .Index(f => f.DueAt)
        .Index(f => f.EndedAt)
        .Index(f => f.Id);

    public Guid EventId { get; set; }

    public Guid UserId { get; set; }

    /// <summary>Of the terms that it was granted by; null before the request is approved, and where they were in its message.</summary>
    public string? TermsId { get; set; }

    /// <summary>What was decided of each reward; empty before the request is approved.</summary>
    public List<FulfilledReward> Rewards { get; set; } = [];

    /// <summary>When what is awaited must be asked for; null when nothing is.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>From when on the decision may be asked for; null before it is awaited.</summary>
    public DateTimeOffset? AsksSince { get; set; }

    /// <summary>When it came to the end where it stands; null before.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why the fulfilled request was revoked; null when it was not.</summary>
    public string? RevokeReason { get; set; }

    public FulfilledReward? Find(Guid rewardId) => Rewards.Find(r => r.RewardId == rewardId);

    [JsonIgnore]
    public IEnumerable<FulfilledReward> Undelivered => Rewards.Where(r => r.HasDelivery && !r.Delivered);
}

/// <summary>One reward of the request. What it is worth is in the ledger.</summary>
internal sealed record FulfilledReward : Extensible
{
    public required Guid RewardId { get; init; }

    /// <summary>Whether it was granted; a refused one never was.</summary>
    public required bool Granted { get; init; }

    /// <summary>Why it was refused, or its delivery failed, or what was granted before does not stand.</summary>
    public string? Code { get; set; }

    public string? CouponCode { get; init; }

    /// <summary>Whether it is delivered; its terms say where.</summary>
    public bool HasDelivery { get => field || Delivery is not null; init; }

    /// <summary>Of a reward that is delivered and whose terms were in the request's message: its name, and to whom.</summary>
    public string? Name { get; init; }

    public RewardDelivery? Delivery { get; init; }

    /// <summary>The receiver of its delivery has it.</summary>
    public bool Delivered { get; set; }

    /// <param name="hasTerms">The request refers to them: where it is delivered need not be kept here.</param>
    public static FulfilledReward Of(RewardToGrant reward, DecidedReward decided, bool hasTerms) => new()
    {
        RewardId = reward.RewardId,
        Granted = decided.Entry.Kind == GrantKind.Granted,
        Code = decided.Code,
        CouponCode = (decided.Entry.Value as CouponValue)?.CouponCode,
        HasDelivery = reward.Delivery is not null,
        Name = hasTerms || reward.Delivery is null ? null : reward.Name,
        Delivery = hasTerms ? null : reward.Delivery,
    };
}
