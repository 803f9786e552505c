using Contracts;
using Contracts.Events;
using Documents;
using MassTransit;

namespace EventService.Events;

internal sealed class ArchiveEventConsumer(IDocumentStore<EventDocument> events, TimeProvider time, ILogger<ArchiveEventConsumer> logger)
    : IConsumer<ArchiveEvent>
{
    public async Task Consume(ConsumeContext<ArchiveEvent> context)
    {
        var message = context.Message;
        var (archived, refusal) = await events.Decide(
            message.EventId, e => Decide(e, Actor.Of(message.Caller), time.GetUtcNow()), Refusals.NoEvent, context.CancellationToken);
        if (archived is not null)
        {
            logger.LogInformation("Event {EventId} is archived, by {UserId}", message.EventId, message.Caller.UserId);
        }

        await context.Answer(archived?.ToDetails(time.GetUtcNow()), refusal);
    }

    internal static Decision Decide(EventDocument e, string actor, DateTimeOffset now)
    {
        if (e.Status == EventStatus.Archived)
        {
            return Decision.Unchanged;
        }

        e.Change(e.Terms, EventStatus.Archived, EventAudit.Archived, actor, now);
        return Decision.Changed;
    }
}
