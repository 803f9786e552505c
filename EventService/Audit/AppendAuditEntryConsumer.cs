using Contracts.Audit;
using MassTransit;

namespace EventService.Audit;

internal sealed class AppendAuditEntryConsumer(AuditLog log) : IConsumer<ChangeRecorded>
{
    public Task Consume(ConsumeContext<ChangeRecorded> context) => log.Append(context.Message);
}
