using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bench.Floor;

/// <summary>Consumes one hop: what has come meanwhile, up to a bound, is one commit.</summary>
internal static class SharedCommits
{
    public const int Most = 50;

    private const int Consumers = 2;

    public static async Task Consume(Hop hop, Broker broker, FloorStore store, Action<Guid> completed, Action<Exception> failed)
    {
        for (var i = 0; i < Consumers; i++)
        {
            var arrived = Channel.CreateUnbounded<(ulong Tag, FloorMessage Message)>(new UnboundedChannelOptions { SingleReader = true });
            var channel = await broker.Consumer(hop, concurrency: 1);
            var consumer = new AsyncEventingBasicConsumer(channel);
            consumer.ReceivedAsync += (_, delivery) =>
            {
                arrived.Writer.TryWrite((delivery.DeliveryTag, FloorMessage.From(delivery.Body.Span)));
                return Task.CompletedTask;
            };
            _ = Work(hop, await broker.Publisher(hop), store, channel, arrived.Reader, completed, failed);
            await channel.BasicConsumeAsync(hop.Queue, autoAck: false, consumer);
        }
    }

    private static async Task Work(
        Hop hop, IChannel publisher, FloorStore store, IChannel channel, ChannelReader<(ulong Tag, FloorMessage Message)> arrived, Action<Guid> completed, Action<Exception> failed)
    {
        try
        {
            while (await arrived.WaitToReadAsync())
            {
                var rows = new List<(Guid Id, byte[] Json, byte[]? Outbox)>(Most);
                ulong last = 0;
                while (rows.Count < Most && arrived.TryRead(out var one))
                {
                    var json = (one.Message with { Kind = hop.Kind }).ToJson();
                    rows.Add((one.Message.Id, json, hop.Next is null ? null : json));
                    last = one.Tag;
                }

                await store.Save(hop, rows);
                if (hop.Next is { } next)
                {
                    await Task.WhenAll(rows.Select(row => Broker.Publish(publisher, next, row.Json).AsTask()));
                }

                foreach (var (id, _, _) in rows)
                {
                    if (hop.Next is null)
                    {
                        completed(id);
                    }
                    else
                    {
                        store.IsSent(hop, id);
                    }
                }

                await channel.BasicAckAsync(last, multiple: true);
            }
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}
