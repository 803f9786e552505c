using System.Diagnostics;
using System.Text.Json.Serialization;
using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Documents;

namespace EventService.Requests;

/// <summary>
/// One user's request of one event's rewards. Its version decides every race about it: whoever saves first has
/// approved, rejected or cancelled it.
/// </summary>
internal sealed class RewardRequest : Document, IRemembersCommands
{
    public static readonly Schema<RewardRequest> Schema = new Schema<RewardRequest>("reward_requests")
        .Unique(r => r.ClaimKey)
        .Index(r => r.CreatedAt)
        .Index(r => r.UserId, r => r.CreatedAt)
        .Index(r => r.EventId, r => r.CreatedAt)
        .Index(r => r.Status, r => r.CreatedAt)
        .Index(r => r.StalledAt)
        .Index(r => r.WaitsForPlatformSince)
        .Index(r => r.UncountedSince)
        .Index(r => r.Id);

    /// <summary>How long the saga may take before it is told again; each time as long as the request is old.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan RevocationPatience = TimeSpan.FromDays(1);

    public required Guid EventId { get; init; }

    public required Guid UserId { get; init; }

    public required RequestStatus Status { get; set; }

    /// <summary>The event's version that the request was judged by.</summary>
    public required int EventRevision { get; init; }

    /// <summary>How the event's condition was judged then.</summary>
    public Evaluation? Evaluation { get; init; }

    public required ApprovalMode Approval { get; init; }

    /// <summary>Of the terms that it was made by and is granted by; null for one whose rewards have them inside.</summary>
    public string? TermsId { get; init; }

    public required List<ClaimedReward> Rewards { get; init; }

    public required List<TimelineEntry> Timeline { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Null waits without end.</summary>
    public DateTimeOffset? ApprovalDeadline { get; init; }

    /// <summary>When the saga is told again where the request stands; null when nothing is left for it to do.</summary>
    public DateTimeOffset? StalledAt { get; set; }

    /// <summary>Null while it waits for the decision of a person or for deliveries to others, which may take hours, and when it has ended.</summary>
    [JsonInclude]
    public DateTimeOffset? WaitsForPlatformSince { get; private set; }

    public List<Guid> Commands { get; init; } = [];

    /// <summary>The period and number of the claim, where a user may claim more than once.</summary>
    public string? ClaimSlot { get; init; }

    /// <summary>One request a user, event and slot; one that brought nothing, and that nobody refused, does not count.</summary>
    public string? ClaimKey => !Counts ? null : ClaimSlot is null ? $"{EventId}/{UserId}" : $"{EventId}/{UserId}/{ClaimSlot}";

    /// <summary>Of the claim by which it counts towards its event's limit of requests; null without such a limit.</summary>
    public long? LimitSeq { get; init; }

    /// <summary>Of the return that gave that place back.</summary>
    public long? LimitReturn { get; set; }

    /// <summary>As what its event's report has counted it; null before.</summary>
    public CountedRequest? Counted { get; set; }

    /// <summary>As what the report does not count it, since its terms are lost; null before. A rebuild looks at it again.</summary>
    public LeftOutRequest? LeftOut { get; set; }

    /// <summary>Null while the report says of it what it is, or leaves it out as what it is.</summary>
    public DateTimeOffset? UncountedSince =>
        (Counted is { } counted && counted.Status == Status && counted.Granted == IsGranted)
        || (LeftOut is { } left && left.Status == Status && left.Granted == IsGranted) ? null : UpdatedAt;

    public bool FourEyes { get; init; }

    /// <summary>The operator who approved first, where two must.</summary>
    public string? FirstApprover { get; set; }

    /// <summary>Nobody decides any more: a decision was made, or none is needed.</summary>
    [JsonIgnore]
    public bool IsDecided => Status != RequestStatus.Pending || Approval == ApprovalMode.Auto;

    /// <summary>All of it is granted, and stands in the ledger.</summary>
    [JsonIgnore]
    public bool IsGranted => Status switch
    {
        RequestStatus.Fulfilled => true,
        RequestStatus.Approved => WaitsForPlatformSince is null,
        RequestStatus.Pending or RequestStatus.Rejected or RequestStatus.Cancelled or RequestStatus.Failed or RequestStatus.Revoked => false,
        _ => throw new UnreachableException(),
    };

    /// <summary>It counted towards its event's limit of requests, and came to nothing.</summary>
    [JsonIgnore]
    public bool GivesBackPlace => LimitSeq is not null && Status is (RequestStatus.Rejected or RequestStatus.Cancelled or RequestStatus.Failed);

    private bool Counts => Status switch
    {
        RequestStatus.Cancelled or RequestStatus.Failed => false,
        RequestStatus.Rejected => Timeline is not [.., { Reason: Reasons.ApprovalExpired, Actor: Actor.System }],
        RequestStatus.Pending or RequestStatus.Approved or RequestStatus.Fulfilled or RequestStatus.Revoked => true,
        _ => throw new UnreachableException(),
    };

    private Guid RequestId => Guid.Parse(Id);

    private RewardRequested Requested => new(RequestId, EventId, UserId, Approval, ApprovalDeadline, Inside, TermsId);

    private RewardRequestRevoked Revoked => new(RequestId, Timeline[^1].Reason!);

    private RewardToGrant[]? Inside => TermsId is null ? [.. Rewards.Select(reward => reward.ToGrant!)] : null;

    public static RewardRequest Create(NewRequest made, string? claimSlot = null, long? limitSeq = null)
    {
        var request = new RewardRequest
        {
            Id = made.Id.ToString(),
            EventId = Guid.Parse(made.Event.Id),
            UserId = made.UserId,
            Status = RequestStatus.Pending,
            EventRevision = made.Event.Revision,
            Evaluation = made.Evaluation,
            Approval = made.Event.Terms.Approval,
            TermsId = made.Terms.Id,
            Rewards = [.. made.Terms.Rewards.Select(reward => new ClaimedReward(reward.RewardId))],
            Timeline = [],
            CreatedAt = made.At,
            UpdatedAt = made.At,
            ApprovalDeadline = made.Event.Terms.ApprovalDeadlineSeconds is { } seconds ? made.At.AddSeconds(seconds) : null,
            ClaimSlot = claimSlot,
            LimitSeq = limitSeq,
            FourEyes = made.Event.Terms.FourEyes,
        };
        request.Raise(request.Requested);
        request.MoveTo(RequestStatus.Pending, made.UserId.ToString(), null, made.At);
        return request;
    }

    public void Revoke(string actor, string reason, DateTimeOffset now)
    {
        for (var i = 0; i < Rewards.Count; i++)
        {
            Rewards[i] = Rewards[i] with { Granted = false, CouponCode = null };
        }

        MoveTo(RequestStatus.Revoked, actor, reason, now);
        Raise(Revoked);
    }

    /// <summary>It waited for a decision longer than it may.</summary>
    public bool IsPastDeadline(DateTimeOffset now) => !IsDecided && ApprovalDeadline <= now;

    public void Expire(DateTimeOffset now)
    {
        MoveTo(RequestStatus.Rejected, Actor.System, Reasons.ApprovalExpired, now);
        RaiseDecision();
        this.RaiseDecisionAudit(RequestStatus.Pending);
    }

    public void Cancel(string actor, string? reason, DateTimeOffset now)
    {
        MoveTo(RequestStatus.Cancelled, actor, reason, now);
        RaiseDecision();
        this.RaiseDecisionAudit(RequestStatus.Pending);
    }

    /// <summary>Puts on the timeline what the saga says. What is not approved yet, or not any more, passes APPROVED by that too.</summary>
    public void Conclude(RequestStatus outcome, string? reason, DateTimeOffset now)
    {
        if (Status != RequestStatus.Approved)
        {
            Timeline.Add(new TimelineEntry(now, RequestStatus.Approved, Actor.System, null));
        }

        MoveTo(outcome, Actor.System, reason, now);
    }

    public void MoveTo(RequestStatus status, string actor, string? reason, DateTimeOffset now)
    {
        Status = status;
        UpdatedAt = now;
        Timeline.Add(new TimelineEntry(now, status, actor, reason));
        StalledAt = status is RequestStatus.Pending or RequestStatus.Approved or RequestStatus.Revoked ? BeforeDeadline(now + Patience) : null;
        WaitsForPlatformSince = IsDecided && status is RequestStatus.Pending or RequestStatus.Approved ? now : null;
        Announce(ToSnapshot());
        if (GivesBackPlace)
        {
            Raise(new ReleaseRequestLimit(RequestId));
        }
    }

    /// <summary>All of it is granted; it now waits for deliveries.</summary>
    /// <returns>False when that was known.</returns>
    public bool AwaitDeliveries()
    {
        var isNew = WaitsForPlatformSince is not null;
        WaitsForPlatformSince = null;
        return isNew;
    }

    /// <summary>Raises what the saga comes by to where the request stands; false when the request is undecided.</summary>
    public bool RaiseDecision()
    {
        object? decision = Status switch
        {
            RequestStatus.Approved or RequestStatus.Fulfilled or RequestStatus.Failed => new RewardRequestApproved(RequestId, EventId, UserId, Inside, TermsId),
            RequestStatus.Rejected => new RewardRequestRejected(RequestId),
            RequestStatus.Cancelled => new RewardRequestCancelled(RequestId),
            RequestStatus.Revoked => Revoked,
            RequestStatus.Pending => null,
            _ => throw new UnreachableException(),
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
        if (Status == RequestStatus.Revoked)
        {
            Raise(Revoked);
        }
        else if (Approval == ApprovalMode.Auto || !RaiseDecision())
        {
            Raise(Requested);
        }
    }

    /// <summary>The pauses grow. A revocation has no answer: it is told again for a day.</summary>
    public void WaitLonger(DateTimeOffset now)
    {
        var age = now - UpdatedAt;
        var next = now + (age > Patience ? age : Patience);
        StalledAt = Status == RequestStatus.Revoked && next > UpdatedAt + RevocationPatience ? null : BeforeDeadline(next);
    }

    /// <summary>What waits for a decision is looked at when its deadline passes, whatever has become of its saga.</summary>
    private DateTimeOffset BeforeDeadline(DateTimeOffset at) => !IsDecided && ApprovalDeadline < at ? ApprovalDeadline.Value : at;

    public CountedEntry ToEntry() => new(RequestId, Status, IsGranted);

    /// <returns>False when it was marked with that batch, or a later one.</returns>
    public bool Mark(CountedRequest counted)
    {
        if (Counted?.Batch >= counted.Batch)
        {
            return false;
        }

        (Counted, LeftOut) = (counted, null);
        return true;
    }

    /// <param name="as">What it was when its terms were looked for.</param>
    /// <returns>False when it has changed since, or is left out already.</returns>
    public bool LeaveOut(CountedEntry @as)
    {
        if (UncountedSince is null || @as.Status != Status || @as.Granted != IsGranted)
        {
            return false;
        }

        LeftOut = new LeftOutRequest(Status, IsGranted);
        return true;
    }

    public bool IsVisibleTo(Caller caller) => UserId == caller.UserId || caller.ReadsRequests();

    public RequestSnapshot ToSnapshot() => new(RequestId, EventId, UserId, Status, TermsId, [.. Rewards], [.. Timeline], CreatedAt, UpdatedAt);
}
