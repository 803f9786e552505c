namespace OperatorsConsole.Requests;

/// <summary>A request with the event whose rules it is under.</summary>
public sealed record RequestFile(RewardRequest Request, Event Event)
{
    /// <summary>For a person to decide.</summary>
    public bool Waits => Request.Status == RequestStatus.Pending && Event.Approval == ApprovalMode.Manual;
}
