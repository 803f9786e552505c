using Contracts;
using Contracts.Reports;
using Documents;
using EventService.Events;
using MassTransit;

namespace EventService.Reports;

/// <summary>Has the sweep count an event anew, unless it is at that. What is shown meanwhile is the report as it was.</summary>
internal sealed class RebuildEventReportConsumer(
    IDocumentStore<EventDocument> events, IDocumentStore<EventReportDocument> reports, TimeProvider time, ILogger<RebuildEventReportConsumer> logger)
    : IConsumer<RebuildEventReport>
{
    public async Task Consume(ConsumeContext<RebuildEventReport> context)
    {
        var message = context.Message;
        if (await events.Get(message.EventId.ToString(), context.CancellationToken) is not { } e)
        {
            await context.RespondAsync(Refusals.NoEvent);
            return;
        }

        await reports.Insert(EventReportDocument.OfNew(e.Id), context.CancellationToken);
        var report = await reports.Change(e.Id, stored => stored.BeginRebuild(Actor.Of(message.Caller), time.GetUtcNow()), context.CancellationToken);
        logger.LogInformation("The report of event {EventId} is rebuilt, as {UserId} asked", message.EventId, message.Caller.UserId);
        await context.RespondAsync(report!.ToReport(e.Terms));
    }
}
