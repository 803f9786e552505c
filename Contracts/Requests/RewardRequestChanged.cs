namespace Contracts.Requests;

/// <summary>From EventService with each recorded change of a request, for open event streams.</summary>
public sealed record RewardRequestChanged(RewardRequestDetails Request);
