using Contracts.Events;
using Documents;
using EventService.Activities;
using MassTransit;

namespace EventService.Events;

internal sealed class EvaluateEventConsumer(IDocumentStore<EventDocument> events, EventEvaluation evaluation, TimeProvider time) : IConsumer<EvaluateEvent>
{
    public async Task Consume(ConsumeContext<EvaluateEvent> context)
    {
        var message = context.Message;
        var found = await events.Get(message.EventId.ToString(), context.CancellationToken);
        if (found?.IsVisibleTo(message.Caller) != true)
        {
            await context.Answer<Evaluation>(null, Refusals.NoEvent);
            return;
        }

        await context.Answer(
            message.At is { } at
                ? await evaluation.Evaluate(found.Terms, message.UserId, at, context.CancellationToken)
                : await evaluation.EvaluateNow(found.Terms, message.UserId, time.GetUtcNow(), context.CancellationToken),
            null);
    }
}
