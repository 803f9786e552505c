using System.Diagnostics;
using Contracts;
using Contracts.Audit;
using Contracts.Requests;
using Documents;

namespace EventService.Requests;

/// <summary>
/// What the audit log tells of requests: what a person decided, and that a deadline passed. An automatic approval is no
/// entry: its evaluation and the event's version are on the request.
/// </summary>
internal static class RequestAudit
{
    /// <summary>Raises the entry of the decision that was just put on the timeline.</summary>
    public static void RaiseDecisionAudit(this RewardRequest request, RequestStatus before)
    {
        var (at, status, actor, reason) = request.Timeline[^1];
        if (actor == Actor.System && status == RequestStatus.Approved)
        {
            return;
        }

        request.Raise(ChangeRecorded.Of(
            at,
            actor ?? Actor.System,
            $"request.{Action(status, actor, reason)}",
            $"request:{request.Id}",
            Snapshot.Of(new { Status = before }),
            Snapshot.Of(new { Status = status, Reason = reason })));
    }

    private static string Action(RequestStatus status, string? actor, string? reason) => status switch
    {
        RequestStatus.Approved => "approved",
        RequestStatus.Pending => "first-approved",
        RequestStatus.Rejected when actor == Actor.System && reason == Reasons.ApprovalExpired => "expired",
        RequestStatus.Rejected => "rejected",
        RequestStatus.Cancelled => "cancelled",
        RequestStatus.Revoked => "revoked",
        RequestStatus.Fulfilled or RequestStatus.Failed => throw new ArgumentOutOfRangeException(nameof(status), status, "is no decision."),
        _ => throw new UnreachableException(),
    };
}
