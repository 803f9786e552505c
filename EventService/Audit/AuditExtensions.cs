using Bus;
using Documents;
using Storage;

namespace EventService.Audit;

internal static class AuditExtensions
{
    /// <summary>Of entries that are to be appended.</summary>
    public const string Queue = "event.work.append-audit-entry";

    public static DocumentsBuilder AddAudit(this DocumentsBuilder documents) => documents.Add(AuditDocument.Schema).Add(AuditHead.Schema);

    public static void AddAudit(this IServiceCollection services) => services.AddSingleton<AuditLog>();

    public static void AddAudit(this ServiceConsumers bus)
    {
        bus.AddDurableConsumer<AppendAuditEntryConsumer>();
        bus.AddRequestConsumer<ListAuditEntriesConsumer>();
        bus.AddRequestConsumer<GetAuditRecordsConsumer>();
        bus.AddRequestConsumer<VerifyAuditLogConsumer>();
    }

    /// <summary>Entries in the order of the chain.</summary>
    public static Task<Page<AuditDocument>> Behind(
        this IDocumentStore<AuditDocument> entries, long after, int limit, CancellationToken cancellationToken) =>
        entries.Query(
            new Query<AuditDocument>().OrderBy(e => e.Position).From(AuditDocument.IdOf(after + 1)).Take(limit), cancellationToken);
}
