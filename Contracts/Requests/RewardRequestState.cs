namespace Contracts.Requests;

/// <summary>Where a request stands. Version tells whether it has changed between two looks at it. Automatic: it was approved when it was
/// accepted, and may have grants while it is PENDING.</summary>
public sealed record RewardRequestState(
    Guid RequestId, RequestStatus Status, long Version, DateTimeOffset UpdatedAt, IReadOnlyList<Guid> RewardIds, bool? Automatic = null);
