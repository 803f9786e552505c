using Contracts.Audit;
using Documents;
using MassTransit;

namespace EventService.Audit;

internal sealed class VerifyAuditLogConsumer(
    IDocumentStore<AuditDocument> entries, IDocumentStore<AuditHead> heads, ILogger<VerifyAuditLogConsumer> logger) : IConsumer<VerifyAuditLog>
{
    public async Task Consume(ConsumeContext<VerifyAuditLog> context)
    {
        var (after, hash, limit) = context.Message;

        // Before the entries: what it counts must be among them.
        var head = await heads.Get(AuditHead.OnlyId, context.CancellationToken);
        var page = await entries.Behind(after, limit, context.CancellationToken);
        var from = hash is null ? AuditChain.Start : new ChainPosition(after, hash);
        var (upto, firstBroken) = AuditChain.Check(from, page.Items, page.NextCursor is null, head);
        if (firstBroken is not null)
        {
            logger.LogError("The audit log is broken at entry {Sequence}", firstBroken);
        }

        await context.RespondAsync(new AuditLogVerified(upto.Count, upto.Hash, firstBroken, page.NextCursor is null || firstBroken is not null));
    }
}
