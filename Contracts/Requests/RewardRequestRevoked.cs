namespace Contracts.Requests;

/// <summary>From EventService when a fulfilled request is revoked. The saga takes every grant back.</summary>
public sealed record RewardRequestRevoked(Guid RequestId, string Reason);
