namespace Contracts.Teams;

/// <summary>What became of an invitation. Only one that is PENDING can be accepted.</summary>
public enum InvitationStatus
{
    Pending,
    Accepted,
    Declined,
    Cancelled,
    Expired,
}
