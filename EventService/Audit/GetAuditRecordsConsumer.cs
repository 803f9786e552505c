using Contracts.Audit;
using Documents;
using MassTransit;

namespace EventService.Audit;

internal sealed class GetAuditRecordsConsumer(IDocumentStore<AuditDocument> entries) : IConsumer<GetAuditRecords>
{
    public async Task Consume(ConsumeContext<GetAuditRecords> context)
    {
        var found = await entries.Behind(context.Message.After, context.Message.Limit, context.CancellationToken);
        await context.RespondAsync(new AuditRecordList([.. found.Items.Select(e => e.ToRecord())]));
    }
}
