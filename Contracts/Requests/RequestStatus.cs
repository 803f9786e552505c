namespace Contracts.Requests;

/// <summary>The life of a reward request: PENDING; APPROVED, REJECTED or CANCELLED; then FULFILLED or FAILED; REVOKED after FULFILLED.</summary>
public enum RequestStatus
{
    Pending,
    Approved,
    Fulfilled,
    Rejected,
    Failed,
    Cancelled,
    Revoked,
}
