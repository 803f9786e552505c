using Bus.DeadLetters;
using Contracts.Audit;
using Documents;
using MassTransit;

namespace EventService.Audit;

internal sealed class VerifyAuditLogConsumer(
    IDocumentStore<AuditDocument> entries, IDocumentStore<AuditHead> heads, IDeadLetters letters, ILogger<VerifyAuditLogConsumer> logger)
    : IConsumer<VerifyAuditLog>
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

        var isEnd = page.NextCursor is null || firstBroken is not null;
        if (isEnd && firstBroken is null && await LeftOut(context.CancellationToken) is > 0 and var count)
        {
            logger.LogError("{Count} audit entries are missing behind entry {Sequence}: they are among the dead letters", count, upto.Count);
            firstBroken = upto.Count + 1;
        }

        await context.RespondAsync(new AuditLogVerified(upto.Count, upto.Hash, firstBroken, isEnd));
    }

    /// <summary>Entries that could not be appended: a chain knows nothing of what never got into it.</summary>
    private async Task<long> LeftOut(CancellationToken cancellationToken) =>
        (await letters.Count([AuditExtensions.Queue], cancellationToken))[AuditExtensions.Queue];
}
