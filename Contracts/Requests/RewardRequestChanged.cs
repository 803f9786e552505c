using Messages;

namespace Contracts.Requests;

/// <summary>From EventService with each recorded change of a request, for open event streams.</summary>
[CorrelatedBy(nameof(Request), nameof(RewardRequestDetails.Id))]
public sealed record RewardRequestChanged(RewardRequestDetails Request);
