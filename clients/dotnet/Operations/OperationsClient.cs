namespace Messaging.Client;

/// <summary>Requests, ledger, stock and outboxes as they are stored, compared. ByStatus: a number for each status, by its word.</summary>
public sealed record Reconciliation(
    long Requests,
    IReadOnlyDictionary<string, long> ByStatus,
    long Grants,
    long MissingGrants,
    long DuplicateGrants,
    long OrphanGrants,
    long Oversold,
    long PendingOutbox,
    long OldestPendingSeconds);

/// <summary>A queue with messages that their consumer could not do.</summary>
public sealed record DeadLetters(string Queue, long Count, DeadLetter Newest);

/// <summary>When its consumer gave up, and what it said.</summary>
public sealed record DeadLetter(DateTimeOffset At, string Error);

/// <summary>How many records of credentials a key seals.</summary>
public sealed record KeyUse(string KeyId, long Records);

/// <param name="RebuildingSince">Null when the report is not being counted anew.</param>
public sealed record ReportRebuild(Guid EventId, DateTimeOffset? RebuildingSince);

internal sealed record Redelivery(long Moved);

/// <summary>What those look at who keep the platform running.</summary>
public sealed class OperationsClient
{
    private static readonly TimeSpan WholeLedger = TimeSpan.FromMinutes(6);

    private readonly Api api;

    internal OperationsClient(Api api) => this.api = api;

    public Task<Reconciliation> Reconcile(CancellationToken cancellationToken = default) =>
        api.Send<Reconciliation>(Api.Reading("/operations/reconciliation") with { Patience = WholeLedger }, cancellationToken);

    /// <summary>The keys that seal credentials.</summary>
    public Task<IReadOnlyList<KeyUse>> Keys(CancellationToken cancellationToken = default) =>
        api.Get<IReadOnlyList<KeyUse>>("/operations/keys", cancellationToken);

    /// <summary>Seals what an older key seals with the newest, in the background.</summary>
    public Task Rewrap(CancellationToken cancellationToken = default) => api.Post("/operations/keys/rewrap", null, cancellationToken);

    /// <summary>Counts an event's report anew, in the background.</summary>
    public Task<ReportRebuild> RebuildReport(Guid eventId, CancellationToken cancellationToken = default) =>
        api.Post<ReportRebuild>($"/operations/reports/{eventId}/rebuild", null, cancellationToken);

    /// <summary>Whether that is under way.</summary>
    public Task<ReportRebuild> GetRebuild(Guid eventId, CancellationToken cancellationToken = default) =>
        api.Get<ReportRebuild>($"/operations/reports/{eventId}", cancellationToken);

    public Pages<DeadLetters> DeadLetters() => api.List<DeadLetters>("/operations/dead-letters");

    /// <summary>Gives the dead letters of a queue back to its consumer, the oldest first.</summary>
    /// <returns>How many.</returns>
    public async Task<long> Redeliver(string queue, CancellationToken cancellationToken = default) =>
        (await api.Post<Redelivery>($"/operations/dead-letters/{Uri.EscapeDataString(queue)}/redeliver", null, cancellationToken).ConfigureAwait(false)).Moved;
}
