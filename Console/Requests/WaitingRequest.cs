namespace OperatorsConsole.Requests;

/// <param name="FourEyes">Two operators approve.</param>
/// <param name="Deadline">When it ends without a decision.</param>
/// <param name="IsOlder">The event was changed since: a request keeps the rules that it was made under, and the API does not say them.</param>
public sealed record WaitingRequest(RewardRequest Request, string Event, bool FourEyes, DateTimeOffset? Deadline, bool IsOlder)
{
    private const string FirstApproval = "FIRST_APPROVAL";

    public Guid Id => Request.Id;

    /// <summary>Who has given the first of two approvals; null when nobody has.</summary>
    public string? FirstApprover => Request.Timeline.LastOrDefault(entry => entry.Reason == FirstApproval)?.Actor;

    public static WaitingRequest Of(RewardRequest request, Event its)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(its);
        return new WaitingRequest(request, its.Name, its.FourEyes, its.ApprovalDeadlineSeconds is { } seconds ? request.CreatedAt.AddSeconds(seconds) : null, its.UpdatedAt > request.CreatedAt);
    }

    /// <summary>Nobody decides on a request of his own.</summary>
    public bool IsOf(Reader? reader) => Request.UserId == reader?.User.Id;

    /// <summary>The second approval is another operator's.</summary>
    public bool HasApprovalOf(Reader? reader) => FirstApprover is { } actor && actor == reader?.User.Id.ToString();
}
