namespace Contracts.Granting;

/// <summary>When a reward cannot be granted; Code says why (OUT_OF_STOCK, ...).</summary>
public sealed record RewardGrantRefused(Guid RequestId, Guid RewardId, string Code);
