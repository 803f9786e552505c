using Contracts.Requests;

namespace EventService.Requests;

/// <summary>Approval and rejection: the one place where a request is decided.</summary>
internal static class RequestDecision
{
    /// <summary>Decides on the request as it is at this moment: one past its deadline has ended, and is saved so, whoever comes by.</summary>
    public static Decision AsOf(this RewardRequest request, DateTimeOffset now, Func<RewardRequest, Decision> decide)
    {
        if (!request.IsPastDeadline(now))
        {
            return decide(request);
        }

        request.Expire(now);
        return decide(request) with { Save = true };
    }

    public static Decision Decide(RewardRequest request, RequestStatus outcome, string actor, string? reason, DateTimeOffset now)
    {
        if (Guid.TryParse(actor, out var userId) && userId == request.UserId)
        {
            return Refusals.SelfDecision;
        }

        if (request.IsDecided)
        {
            return Refusals.AlreadyDecided;
        }

        if (request.FourEyes && outcome == RequestStatus.Approved)
        {
            if (request.FirstApprover is null)
            {
                request.FirstApprover = actor;
                request.MoveTo(RequestStatus.Pending, actor, Reasons.FirstApproval, now);
                request.RaiseDecisionAudit(RequestStatus.Pending);
                return Decision.Changed;
            }

            if (request.FirstApprover == actor)
            {
                return Refusals.SameOperator;
            }
        }

        request.MoveTo(outcome, actor, reason, now);
        request.RaiseDecision();
        request.RaiseDecisionAudit(RequestStatus.Pending);
        return Decision.Changed;
    }

    /// <summary>When the saga says that the deadline has passed. One that missed the decision, or was forgotten since, asks again: it must hear the one that was made.</summary>
    public static Decision Expire(RewardRequest request, DateTimeOffset now)
    {
        if (request.IsPastDeadline(now))
        {
            request.Expire(now);
            return Decision.Changed;
        }

        return request.RaiseDecision() ? Decision.Changed : Decision.Unchanged;
    }
}
