using Contracts.Requests;

namespace Contracts.Granting;

/// <summary>How many requests have a status.</summary>
public sealed record StatusCount(RequestStatus Status, long Count);
