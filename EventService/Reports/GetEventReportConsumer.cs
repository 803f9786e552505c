using Contracts.Reports;
using Documents;
using EventService.Events;
using MassTransit;

namespace EventService.Reports;

/// <summary>Two reads, however many requests there are.</summary>
internal sealed class GetEventReportConsumer(IDocumentStore<EventDocument> events, IDocumentStore<EventReportDocument> reports) : IConsumer<GetEventReport>
{
    public async Task Consume(ConsumeContext<GetEventReport> context)
    {
        var message = context.Message;
        var e = await events.Get(message.EventId.ToString(), context.CancellationToken);
        if (e?.IsVisibleTo(message.Caller) != true)
        {
            await context.RespondAsync(Refusals.NoEvent);
            return;
        }

        var report = await reports.Get(e.Id, context.CancellationToken) ?? EventReportDocument.OfNew(e.Id);
        await context.RespondAsync(report.ToReport(e.Terms));
    }
}
