using Contracts;
using Contracts.Events;
using Contracts.Requests;
using EventService.Events;
using Persistence;

namespace EventService.Requests;

/// <summary>
/// One user's request of one event's rewards. Its version decides every race about it: whoever saves first has
/// approved, rejected or cancelled it.
/// </summary>
internal sealed class RewardRequest : Document
{
    /// <summary>The actor of what the platform does by itself.</summary>
    public const string System = "system";

    public static readonly Schema<RewardRequest> Schema = new Schema<RewardRequest>("reward_requests")
        .Unique(r => r.ClaimKey)
        .Index(r => r.CreatedAt)
        .Index(r => r.UserId, r => r.CreatedAt)
        .Index(r => r.EventId, r => r.CreatedAt)
        .Index(r => r.Status, r => r.CreatedAt)
        .Index(r => r.StalledAt)
        .Index(r => r.Id);

    /// <summary>How long the saga may take before it is told again; each time as long as the request is old.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public required Guid EventId { get; init; }

    public required Guid UserId { get; init; }

    public required RequestStatus Status { get; set; }

    /// <summary>The event's version that the request was judged by.</summary>
    public required int EventRevision { get; init; }

    /// <summary>How the event's condition was judged then.</summary>
    public Evaluation? Evaluation { get; init; }

    public required ApprovalMode Approval { get; init; }

    public required List<ClaimedReward> Rewards { get; init; }

    public required List<TimelineEntry> Timeline { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Null waits without end.</summary>
    public DateTimeOffset? ApprovalDeadline { get; init; }

    /// <summary>When the saga is told again where the request stands; null when it has ended.</summary>
    public DateTimeOffset? StalledAt { get; set; }

    /// <summary>The period and number of the claim, where a user may claim more than once.</summary>
    public string? ClaimSlot { get; init; }

    /// <summary>One request a user, event and slot; a cancelled one does not count.</summary>
    public string? ClaimKey => Status == RequestStatus.Cancelled ? null : ClaimSlot is null ? $"{EventId}/{UserId}" : $"{EventId}/{UserId}/{ClaimSlot}";

    /// <summary>Of the claim by which it counts towards its event's limit of requests; null without such a limit.</summary>
    public long? LimitSeq { get; init; }

    /// <summary>Of the return that gave that place back.</summary>
    public long? LimitReturn { get; set; }

    public bool FourEyes { get; init; }

    /// <summary>The operator who approved first, where two must.</summary>
    public string? FirstApprover { get; set; }

    private Guid RequestId => Guid.Parse(Id);

    private RewardRequested Requested => new(RequestId, EventId, UserId, Approval, ApprovalDeadline, ToGrant);

    private RewardToGrant[] ToGrant => [.. Rewards.Select(reward => reward.ToGrant)];

    public static RewardRequest Create(
        Guid requestId, Guid userId, EventDocument e, Evaluation? evaluation, DateTimeOffset now, string? claimSlot = null, long? limitSeq = null)
    {
        var request = new RewardRequest
        {
            Id = requestId.ToString(),
            EventId = Guid.Parse(e.Id),
            UserId = userId,
            Status = RequestStatus.Pending,
            EventRevision = e.Revision,
            Evaluation = evaluation,
            Approval = e.Terms.Approval,
            Rewards = [.. e.Rewards.Select(reward => new ClaimedReward(reward.ToGrant(e)))],
            Timeline = [],
            CreatedAt = now,
            UpdatedAt = now,
            ApprovalDeadline = e.Terms.ApprovalDeadlineSeconds is { } seconds ? now.AddSeconds(seconds) : null,
            ClaimSlot = claimSlot,
            LimitSeq = limitSeq,
            FourEyes = e.Terms.FourEyes,
        };
        request.Raise(request.Requested);
        request.MoveTo(RequestStatus.Pending, userId.ToString(), null, now);
        return request;
    }

    public void MoveTo(RequestStatus status, string actor, string? reason, DateTimeOffset now)
    {
        Status = status;
        UpdatedAt = now;
        Timeline.Add(new TimelineEntry(now, status, actor, reason));
        StalledAt = status is RequestStatus.Pending or RequestStatus.Approved ? now + Patience : null;
        Announce(new RewardRequestChanged(ToDetails(withCodes: true)));
        if (LimitSeq is not null && status is (RequestStatus.Rejected or RequestStatus.Cancelled or RequestStatus.Failed))
        {
            Raise(new ReleaseRequestLimit(RequestId));
        }
    }

    /// <summary>Raises what follows from the present decision; false when the request is undecided, or is past what follows.</summary>
    public bool RaiseDecision()
    {
        object? decision = Status switch
        {
            RequestStatus.Approved => new RewardRequestApproved(RequestId, EventId, UserId, ToGrant),
            RequestStatus.Rejected => new RewardRequestRejected(RequestId),
            RequestStatus.Cancelled => new RewardRequestCancelled(RequestId),
            _ => null,
        };
        if (decision is null)
        {
            return false;
        }

        Raise(decision);
        return true;
    }

    /// <summary>Raises again what the saga needs to go on from where the request stands.</summary>
    public void RaisePresent()
    {
        if (!RaiseDecision())
        {
            Raise(Requested);
        }
    }

    public void WaitLonger(DateTimeOffset now)
    {
        var age = now - UpdatedAt;
        StalledAt = now + (age > Patience ? age : Patience);
    }

    public bool IsVisibleTo(Caller caller) => UserId == caller.UserId || caller.IsStaff();

    public RewardRequestDetails DetailsFor(Caller caller) => ToDetails(withCodes: UserId == caller.UserId);

    /// <param name="withCodes">Show the coupon codes: to the owner only.</param>
    public RewardRequestDetails ToDetails(bool withCodes) => new(
        RequestId,
        EventId,
        UserId,
        Status,
        [.. Rewards.Select(reward => reward.ToDetails(withCodes))],
        [.. Timeline],
        CreatedAt,
        UpdatedAt);
}
