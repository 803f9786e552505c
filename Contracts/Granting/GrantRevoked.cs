namespace Contracts.Granting;

/// <summary>When the contra entry of a grant exists, or nothing was granted.</summary>
public sealed record GrantRevoked(Guid RequestId, Guid RewardId);
