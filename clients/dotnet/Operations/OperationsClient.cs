using System.Text.Json;

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

/// <summary>A dead letter and what is in it.</summary>
/// <param name="Type">The name of the message; null when it cannot be read.</param>
/// <param name="Message">Without the secrets that are in it; null when it cannot be read, and when it is too large: then it is Truncated.</param>
public sealed record DeadMessage(string Id, DateTimeOffset At, string Error, string? Type, string? CorrelationId, JsonElement? Message, bool Truncated);

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

    /// <summary>What is in the dead letters of a queue, the oldest first.</summary>
    public Pages<DeadMessage> ReadDeadLetters(string queue) => api.List<DeadMessage>($"/operations/dead-letters/{Uri.EscapeDataString(queue)}");

    /// <summary>Gives the dead letters of a queue back to its consumer, the oldest first.</summary>
    /// <returns>How many.</returns>
    public async Task<long> Redeliver(string queue, CancellationToken cancellationToken = default) =>
        (await api.Post<Redelivery>($"/operations/dead-letters/{Uri.EscapeDataString(queue)}/redeliver", null, cancellationToken).ConfigureAwait(false)).Moved;

    /// <summary>Gives one of them back.</summary>
    /// <param name="id">Of <see cref="ReadDeadLetters"/>.</param>
    public Task Redeliver(string queue, string id, CancellationToken cancellationToken = default) =>
        api.Post<Redelivery>($"/operations/dead-letters/{Uri.EscapeDataString(queue)}/{Uri.EscapeDataString(id)}/redeliver", null, cancellationToken);
}
