namespace Contracts.Requests;

/// <summary>From EventService when the owner cancels. Ends the saga.</summary>
public sealed record RewardRequestCancelled(Guid RequestId);
