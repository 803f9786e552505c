namespace Contracts.Requests;

/// <summary>Where a request stands. Version tells whether it has changed between two looks at it.</summary>
public sealed record RewardRequestState(Guid RequestId, RequestStatus Status, long Version, DateTimeOffset UpdatedAt, IReadOnlyList<Guid> RewardIds);
