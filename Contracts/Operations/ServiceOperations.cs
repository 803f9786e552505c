namespace Contracts.Operations;

/// <summary>The answer to GetAccountOperations, GetEventOperations and GetGrantingOperations: what waits in the outboxes of
/// the service's documents, and the names of its queues that keep what their consumers could not do.</summary>
public sealed record ServiceOperations(long PendingOutbox, DateTimeOffset? OldestPendingAt, IReadOnlyList<string> Queues);
