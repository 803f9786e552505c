using Contracts.Connections;

namespace Contracts.Syncs;

/// <summary>From the Gateway, which has judged that the caller may. AccountId: null syncs all connected accounts, one after another. Sending it again
/// with the same SyncId answers with the same sync. Answered with SyncDetails, or Refused NOT_FOUND, SYNC_RUNNING, NOT_CONNECTED, KEY_UNAVAILABLE, VALIDATION_FAILED.</summary>
public sealed record BeginSync(Guid SyncId, Owner Owner, string Platform, string? AccountId, Caller Caller);
