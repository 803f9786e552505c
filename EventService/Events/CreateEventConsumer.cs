using Contracts;
using Contracts.Events;
using Documents;
using MassTransit;

namespace EventService.Events;

internal sealed class CreateEventConsumer(IDocumentStore<EventDocument> events, TimeProvider time, ILogger<CreateEventConsumer> logger)
    : IConsumer<CreateEvent>
{
    public async Task Consume(ConsumeContext<CreateEvent> context)
    {
        var message = context.Message;

        // A repeat must not be judged by today's clock.
        var stored = await events.Get(message.EventId.ToString(), context.CancellationToken);
        if (stored is null)
        {
            var (created, refusal) = Decide(message, time.GetUtcNow());
            if (created is null)
            {
                await context.Answer<EventDetails>(null, refusal);
                return;
            }

            stored = await Insert(created, message, context.CancellationToken);
        }

        await context.Answer(stored.ToDetails(time.GetUtcNow()), null);
    }

    internal static (EventDocument? Event, Refused? Refusal) Decide(CreateEvent message, DateTimeOffset now)
    {
        var faults = new FieldFaults();
        message.Terms.Check(faults, before: null, now);
        faults.AddIf(message.Status is not (EventStatus.Draft or EventStatus.Active), "status", "of a new event is DRAFT or ACTIVE.");
        if (faults.ToRefusal() is { } refusal)
        {
            return (null, refusal);
        }

        var created = new EventDocument
        {
            Id = message.EventId.ToString(),
            Terms = message.Terms,
            Status = message.Status,
            CreatedAt = now,
            UpdatedAt = now,
        };
        created.RaiseCreation(Actor.Of(message.Caller));
        created.AnnounceChange();
        return (created, null);
    }

    private async Task<EventDocument> Insert(EventDocument created, CreateEvent message, CancellationToken cancellationToken)
    {
        var result = await events.Insert(created, cancellationToken);
        if (result.IsSaved)
        {
            logger.LogInformation("Event {EventId} was created as {Status} by {UserId}", message.EventId, created.Status, message.Caller.UserId);
            return created;
        }

        return await events.Get(created.Id, cancellationToken)
            ?? throw new InvalidOperationException($"Event {created.Id} was not stored: {result}.");
    }
}
