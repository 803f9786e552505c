using Contracts;
using Contracts.Requests;

namespace EventService.Requests;

/// <summary>Approval and rejection: the one place where a request is decided.</summary>
internal static class RequestDecision
{
    public static Decision Decide(RewardRequest request, RequestStatus outcome, string actor, string? reason, DateTimeOffset now)
    {
        var pending = request.Status == RequestStatus.Pending;
        if (actor == Actor.System && !pending)
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

        if (request.FourEyes && outcome == RequestStatus.Approved && actor != Actor.System)
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
}
