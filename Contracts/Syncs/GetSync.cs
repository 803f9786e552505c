namespace Contracts.Syncs;

/// <summary>From the Gateway, which judges by the owner in the answer. Answered with SyncDetails, or Refused NOT_FOUND.</summary>
public sealed record GetSync(Guid SyncId);
