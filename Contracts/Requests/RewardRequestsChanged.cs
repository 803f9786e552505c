namespace Contracts.Requests;

/// <summary>From EventService with the recorded changes of requests, for open event streams: each request as it was right after its change.</summary>
public sealed record RewardRequestsChanged(IReadOnlyList<RewardRequestDetails> Requests);
