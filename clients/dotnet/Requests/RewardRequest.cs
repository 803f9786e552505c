namespace Messaging.Client;

/// <summary>A user's request for the rewards of an event.</summary>
public sealed record RewardRequest(
    Guid Id,
    Guid EventId,
    Guid UserId,
    RequestStatus Status,
    IReadOnlyList<RequestedReward> Rewards,
    IReadOnlyList<TimelineEntry> Timeline,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt);

/// <summary>PENDING; APPROVED, REJECTED or CANCELLED; then FULFILLED or FAILED; REVOKED after FULFILLED.</summary>
public enum RequestStatus
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Pending,
    Approved,
    Fulfilled,
    Rejected,
    Failed,
    Cancelled,
    Revoked,
}

/// <summary>One reward of a request. CouponCode: only for the owner, once granted.</summary>
public sealed record RequestedReward(Guid RewardId, RewardType Type, string Name, bool Granted, string? CouponCode)
{
    /// <summary>Without the code, for logs.</summary>
    public override string ToString() => $"{nameof(RequestedReward)} {RewardId} of {Type}";
}

/// <summary>One status that a request passed through. Actor: a user's id, <c>service:{id}</c> or <c>system</c>. Reason: of FAILED a code.</summary>
public sealed record TimelineEntry(DateTimeOffset At, RequestStatus Status, string? Actor, string? Reason);

/// <summary>What became of one of several requests that were decided on at once. Status: null when it was refused, as Code says.</summary>
public sealed record DecisionResult(Guid Id, RequestStatus? Status, string? Code);

internal sealed record DecisionResults(IReadOnlyList<DecisionResult> Results);

/// <summary>One attempt to post grants to a reward's URL. Status: of the receiver's answer. NextAt: when it is tried again.</summary>
public sealed record DeliveryAttempt(DateTimeOffset At, int Attempt, string Url, int? Status, string? Error, DateTimeOffset? NextAt);

/// <summary>A request as it has become. Id: of the change, for <see cref="RequestsClient.Stream"/>.</summary>
public sealed record RequestChange(string? Id, RewardRequest Request);
