using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bench.Floor;

/// <summary>Consumes one hop: a message, a commit.</summary>
internal static class SingleCommits
{
    private const ushort Concurrency = 32;

    public static async Task Consume(Hop hop, Broker broker, FloorStore store, Action<Guid> completed, Action<Exception> failed)
    {
        var publisher = await broker.Publisher(hop);
        var channel = await broker.Consumer(hop, Concurrency);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            try
            {
                var message = FloorMessage.From(delivery.Body.Span) with { Kind = hop.Kind };
                var json = message.ToJson();
                await store.Save(hop, message.Id, json, hop.Next is null ? null : json);
                if (hop.Next is { } next)
                {
                    await Broker.Publish(publisher, next, json);
                    store.IsSent(hop, message.Id);
                }
                else
                {
                    completed(message.Id);
                }

                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
            }
            catch (Exception e)
            {
                failed(e);
            }
        };
        await channel.BasicConsumeAsync(hop.Queue, autoAck: false, consumer);
    }
}
