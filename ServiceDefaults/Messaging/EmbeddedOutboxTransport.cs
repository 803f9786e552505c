using System.Collections.Concurrent;
using MassTransit;
using Persistence.Outbox;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Publishes to consumers in this process; done when every consumer has finished with the message, not before. A
/// message in memory is lost in a crash, so its outbox keeps it until its effect is saved. One whose consumer failed is
/// given back to the outbox after a pause that doubles each time, so that the next sweep tries it again.
/// </summary>
internal sealed class EmbeddedOutboxTransport : IOutboxTransport, IReceiveObserver
{
    private readonly ConcurrentDictionary<Guid, Delivery> deliveries = new();
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, TimeSpan> pauses = new();
    private readonly IBus bus;
    private readonly SubscriberCounts subscribers;
    private readonly TimeProvider time;

    public EmbeddedOutboxTransport(IBus bus, SubscriberCounts subscribers, TimeProvider time)
    {
        this.bus = bus;
        this.subscribers = subscribers;
        this.time = time;
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
            pauses.TryRemove(message.Id, out _);
        }
        catch (ConsumerFailedException)
        {
            await Task.Delay(NextPause(message.Id), time, cancellationToken);
            throw;
        }
        finally
        {
            deliveries.TryRemove(message.Id, out _);
        }
    }

    Task IReceiveObserver.PreReceive(ReceiveContext context) => Task.CompletedTask;

    Task IReceiveObserver.PostReceive(ReceiveContext context)
    {
        Of(context)?.Received(context);
        return Task.CompletedTask;
    }

    Task IReceiveObserver.PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) => Task.CompletedTask;

    Task IReceiveObserver.ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) =>
        Task.CompletedTask;

    Task IReceiveObserver.ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;

    private Delivery? Of(ReceiveContext context) =>
        context.GetMessageId() is { } id && deliveries.TryGetValue(id, out var delivery) ? delivery : null;

    private TimeSpan NextPause(Guid messageId) =>
        pauses.AddOrUpdate(messageId, FirstPause, (_, pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause);

    private sealed class ConsumerFailedException(Uri endpoint) : Exception($"Its consumer at {endpoint.AbsolutePath} failed");

    /// <summary>Counts endpoints, not receptions: a message may be under way twice.</summary>
    private sealed class Delivery(int expected)
    {
        private readonly TaskCompletionSource completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentDictionary<Uri, byte> endpoints = new();

        public Task Completed => completed.Task;

        public void Received(ReceiveContext context)
        {
            if (context.IsFaulted)
            {
                completed.TrySetException(new ConsumerFailedException(context.InputAddress));
            }
            else if (endpoints.TryAdd(context.InputAddress, 0) && endpoints.Count == expected)
            {
                completed.TrySetResult();
            }
        }
    }
}
