using Contracts.Events;
using EventService.Activities;
using MassTransit;
using Persistence;

namespace EventService.Events;

internal sealed class EvaluateEventConsumer(IDocumentStore<EventDocument> events, EventEvaluation evaluation, TimeProvider time) : IConsumer<EvaluateEvent>
{
    public async Task Consume(ConsumeContext<EvaluateEvent> context)
    {
        var message = context.Message;
        var found = await events.Get(message.EventId.ToString(), context.CancellationToken);
        await (found?.IsVisibleTo(message.Caller) == true
            ? context.Answer(await evaluation.Evaluate(found.Terms, message.UserId, message.At ?? time.GetUtcNow(), context.CancellationToken), null)
            : context.Answer<Evaluation>(null, Refusals.NoEvent));
    }
}
