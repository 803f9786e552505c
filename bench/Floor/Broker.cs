using RabbitMQ.Client;

namespace Bench.Floor;

/// <summary>Connections of the three processes that the floor stands for.</summary>
internal sealed class Broker : IAsyncDisposable
{
    private const ushort Prefetch = 200;

    private static readonly BasicProperties Persistent = new() { Persistent = true, ContentType = "application/json" };

    private readonly IConnection sender;
    private readonly IConnection events;
    private readonly IConnection worker;

    private Broker(IConnection sender, IConnection events, IConnection worker) => (this.sender, this.events, this.worker) = (sender, events, worker);

    /// <summary>With empty queues.</summary>
    public static async Task<Broker> Connect(string address)
    {
        var factory = new ConnectionFactory { Uri = new Uri(address) };
        var broker = new Broker(await factory.CreateConnectionAsync(), await factory.CreateConnectionAsync(), await factory.CreateConnectionAsync());
        await using var channel = await broker.sender.CreateChannelAsync();
        foreach (var hop in Hop.All)
        {
            await channel.QueueDeleteAsync(hop.Queue);
            await channel.QueueDeclareAsync(hop.Queue, durable: true, exclusive: false, autoDelete: false);
        }

        return broker;
    }

    public Task<IChannel> Sender() => Publisher(sender);

    public Task<IChannel> Publisher(Hop hop) => Publisher(ConnectionOf(hop));

    public async Task<IChannel> Consumer(Hop hop, ushort concurrency)
    {
        var channel = await ConnectionOf(hop).CreateChannelAsync(new CreateChannelOptions(false, false, null, concurrency));
        await channel.BasicQosAsync(0, Prefetch, global: false);
        return channel;
    }

    /// <summary>Completes when the broker has confirmed it.</summary>
    public static ValueTask Publish(IChannel channel, Hop hop, byte[] message) =>
        channel.BasicPublishAsync("", hop.Queue, mandatory: false, Persistent, message);

    public async ValueTask DisposeAsync()
    {
        await sender.DisposeAsync();
        await events.DisposeAsync();
        await worker.DisposeAsync();
    }

    private IConnection ConnectionOf(Hop hop) => hop.IsAtTheWorker ? worker : events;

    /// <summary>Without the client's limit of unconfirmed messages, which waits long before it is reached.</summary>
    private static Task<IChannel> Publisher(IConnection connection) =>
        connection.CreateChannelAsync(new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null));
}
