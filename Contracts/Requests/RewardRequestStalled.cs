namespace Contracts.Requests;

/// <summary>
/// From EventService to itself when a request has waited long for its saga: whatever was lost on the way (a purged or
/// dead-lettered queue, a broker without its disk), it is told again.
/// </summary>
public sealed record RewardRequestStalled(Guid RequestId);
