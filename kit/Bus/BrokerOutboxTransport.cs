using Documents.Outbox;
using MassTransit;

namespace Bus;

/// <summary>
/// Publishes to RabbitMQ; done when the broker has confirmed. A message is published as mandatory: while no
/// queue is bound (its service has never run), the broker returns it and it stays in its outbox.
/// </summary>
internal sealed class BrokerOutboxTransport(IBus bus, Announcements announcements, TimeProvider time) : IOutboxTransport
{
    internal static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public async Task Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Bound, time);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var activity = OutboxTrace.Resume(message);
        var publishing = bus.Publish(
            message.Message,
            message.MessageType,
            context =>
            {
                context.MessageId = message.Id;
                context.Serializer = new StoredMessageSerializer(message);
                if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
                {
                    rabbit.Mandatory = true;
                }
            },
            bound.Token);

        // A publish that a lost connection has left behind may not hear of its cancellation: another one sends the message then.
        publishing.ObserveLater();
        await publishing.WaitAsync(bound.Token);
    }

    public void Announce(object item) => announcements.Add(item);
}
