namespace Contracts.Requests;

/// <summary>From EventService when a request is rejected. Ends the saga.</summary>
public sealed record RewardRequestRejected(Guid RequestId);
