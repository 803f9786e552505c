using System.Collections.Concurrent;
using MassTransit;
using Persistence.Outbox;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Publishes to consumers in this process; done when every consumer has finished with the message, not before. A
/// message in memory is lost in a crash, so its outbox keeps it until its effect is saved. One whose consumer failed
/// for good stays under way, and in its outbox: the next start tries it again.
/// </summary>
internal sealed class EmbeddedOutboxTransport : IOutboxTransport, IReceiveObserver
{
    private readonly ConcurrentDictionary<Guid, Delivery> deliveries = new();
    private readonly IBus bus;
    private readonly SubscriberCounts subscribers;

    public EmbeddedOutboxTransport(IBus bus, SubscriberCounts subscribers)
    {
        this.bus = bus;
        this.subscribers = subscribers;
        bus.ConnectReceiveObserver(this);
    }

    public async Task Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        var type = message.MessageType;
        var expected = subscribers.Of(type);
        if (expected == 0)
        {
            if (message.Required)
            {
                throw new InvalidOperationException($"No consumer of {type.Name} runs in this process.");
            }

            return;
        }

        var delivery = new Delivery(expected);
        deliveries[message.Id] = delivery;
        try
        {
            using var activity = OutboxTrace.Resume(message);
            await bus.Publish(message.Message, type, context => context.MessageId = message.Id, cancellationToken);
            await delivery.Completed.WaitAsync(cancellationToken);
        }
        finally
        {
            deliveries.TryRemove(message.Id, out _);
        }
    }

    Task IReceiveObserver.PreReceive(ReceiveContext context) => Task.CompletedTask;

    Task IReceiveObserver.PostReceive(ReceiveContext context)
    {
        if (!context.IsFaulted)
        {
            Of(context)?.Received();
        }

        return Task.CompletedTask;
    }

    Task IReceiveObserver.PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) => Task.CompletedTask;

    Task IReceiveObserver.ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) =>
        Task.CompletedTask;

    Task IReceiveObserver.ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    private Delivery? Of(ReceiveContext context) =>
        context.GetMessageId() is { } id && deliveries.TryGetValue(id, out var delivery) ? delivery : null;

    private sealed class Delivery(int expected)
    {
        private readonly TaskCompletionSource completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int remaining = expected;

        public Task Completed => completed.Task;

        public void Received()
        {
            if (Interlocked.Decrement(ref remaining) == 0)
            {
                completed.TrySetResult();
            }
        }
    }
}
