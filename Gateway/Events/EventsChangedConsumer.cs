using Contracts.Events;
using MassTransit;

namespace Gateway.Events;

/// <summary>Lets go of what was kept before a change that another Gateway, or a clock, has made.</summary>
internal sealed class EventsChangedConsumer(EventViews views) : IConsumer<EventsChanged>
{
    public Task Consume(ConsumeContext<EventsChanged> context)
    {
        views.Forget();
        return Task.CompletedTask;
    }
}
