using Contracts.Events;
using Documents;
using MassTransit;

namespace EventService.Events;

internal sealed class GetEventConsumer(IDocumentStore<EventDocument> events, TimeProvider time) : IConsumer<GetEvent>
{
    public async Task Consume(ConsumeContext<GetEvent> context)
    {
        var found = await events.Get(context.Message.EventId.ToString(), context.CancellationToken);
        var visible = found is not null && found.IsVisibleTo(context.Message.Caller);
        await context.Answer(visible ? found!.ToDetails(time.GetUtcNow()) : null, visible ? null : Refusals.NoEvent);
    }
}
