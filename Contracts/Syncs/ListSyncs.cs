using Contracts.Connections;

namespace Contracts.Syncs;

/// <summary>From the Gateway, which has judged that the caller may. Answered with SyncList, the newest first, or Refused NOT_FOUND, VALIDATION_FAILED.</summary>
public sealed record ListSyncs(Owner Owner, string Platform, int Limit, string? Cursor);
