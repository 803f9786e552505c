using Contracts.Requests;

namespace EventService.Requests;

/// <summary>Approval and rejection: the one place where a request is decided.</summary>
internal static class RequestDecision
{
    /// <summary>The reason on the timeline of an approval that another operator must confirm.</summary>
    public const string FirstApproval = "FIRST_APPROVAL";

    public static Decision Decide(RewardRequest request, RequestStatus outcome, string actor, string? reason, DateTimeOffset now)
    {
        var pending = request.Status == RequestStatus.Pending;
        if (actor == RewardRequest.System && !pending)
        {
            // A saga that missed the decision asks again: it must hear the one that was made.
            return request.RaiseDecision() ? Decision.Changed : Decision.Unchanged;
        }

        if (Guid.TryParse(actor, out var userId) && userId == request.UserId)
        {
            return Refusals.SelfDecision;
        }

        if (!pending)
        {
            return Refusals.AlreadyDecided;
        }

        if (request.FourEyes && outcome == RequestStatus.Approved && actor != RewardRequest.System)
        {
            if (request.FirstApprover is null)
            {
                request.FirstApprover = actor;
                request.MoveTo(RequestStatus.Pending, actor, FirstApproval, now);
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
}
