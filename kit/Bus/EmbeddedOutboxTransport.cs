using System.Collections.Concurrent;
using Bus.DeadLetters;
using Documents.Outbox;
using Hosting;
using MassTransit;
using Microsoft.Extensions.Hosting;

namespace Bus;

/// <summary>
/// Publishes to consumers in this process; done when every consumer has finished with the message, not before. A
/// message in memory is lost in a crash, so its outbox keeps it until its effect is saved. One whose consumer failed is
/// given back to the outbox after a pause that doubles each time, so that the next sweep tries it again.
/// </summary>
internal sealed class EmbeddedOutboxTransport : IOutboxTransport, IReceiveObserver
{
    private readonly ConcurrentDictionary<Guid, Delivery> deliveries = new();
    private readonly IBus bus;
    private readonly IHostApplicationLifetime lifetime;
    private readonly SubscriberCounts subscribers;
    private readonly FailedDeliveries failed;
    private readonly Announcements announcements;

    public EmbeddedOutboxTransport(
        IBus bus, IHostApplicationLifetime lifetime, SubscriberCounts subscribers, FailedDeliveries failed, Announcements announcements)
    {
        this.bus = bus;
        this.lifetime = lifetime;
        this.subscribers = subscribers;
        this.failed = failed;
        this.announcements = announcements;
        bus.ConnectReceiveObserver(this);
    }

    public async Task Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        var type = message.MessageType;
        var expected = subscribers.Of(type);
        if (expected == 0)
        {
            throw new InvalidOperationException($"No consumer of {type.Name} runs in this process.");
        }

        // Published before its consumers listen it would be lost, and waited for for ever.
        await lifetime.Started(cancellationToken);
        var delivery = new Delivery(expected);
        deliveries[message.Id] = delivery;
        PublishContext? published = null;
        try
        {
            using var activity = OutboxTrace.Resume(message);
            await bus.Publish(
                message.Message,
                type,
                context =>
                {
                    published = context;
                    context.MessageId = message.Id;
                    context.Serializer = new StoredMessageSerializer(message);
                },
                cancellationToken);
            await delivery.Completed.WaitAsync(cancellationToken);
            failed.Done(message.Id);
        }
        catch (ConsumerFailedException e)
        {
            await failed.Pause(message, published?.CorrelationId, e.Queue, e.Reason, cancellationToken);
            throw;
        }
        finally
        {
            deliveries.TryRemove(message.Id, out _);
        }
    }

    public void Announce(object item) => announcements.Add(item);

    Task IReceiveObserver.PreReceive(ReceiveContext context) => Task.CompletedTask;

    Task IReceiveObserver.PostReceive(ReceiveContext context)
    {
        Of(context)?.Received(context);
        return Task.CompletedTask;
    }

    Task IReceiveObserver.PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) => Task.CompletedTask;

    Task IReceiveObserver.ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
    {
        Of(context.ReceiveContext)?.Faulted(context.ReceiveContext, exception);
        return Task.CompletedTask;
    }

    Task IReceiveObserver.ReceiveFault(ReceiveContext context, Exception exception)
    {
        Of(context)?.Faulted(context, exception);
        return Task.CompletedTask;
    }

    private Delivery? Of(ReceiveContext context) =>
        context.GetMessageId() is { } id && deliveries.TryGetValue(id, out var delivery) ? delivery : null;

    private sealed class ConsumerFailedException(Uri endpoint, string reason) : Exception($"Its consumer at {endpoint.AbsolutePath} failed")
    {
        public string Queue => WorkQueues.NameOf(endpoint);

        public string Reason => reason;
    }

    /// <summary>Counts endpoints, not receptions: a message may be under way twice.</summary>
    private sealed class Delivery(int expected)
    {
        private readonly TaskCompletionSource completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentDictionary<Uri, byte> endpoints = new();

        private readonly ConcurrentDictionary<Uri, string> faults = new();

        public Task Completed => completed.Task;

        public void Faulted(ReceiveContext context, Exception exception) => faults[context.InputAddress] = exception.Message;

        public void Received(ReceiveContext context)
        {
            if (context.IsFaulted)
            {
                completed.TrySetException(new ConsumerFailedException(context.InputAddress, faults.GetValueOrDefault(context.InputAddress, "unknown")));
            }
            else if (endpoints.TryAdd(context.InputAddress, 0) && endpoints.Count == expected)
            {
                completed.TrySetResult();
            }
        }
    }
}
