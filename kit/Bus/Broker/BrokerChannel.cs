using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace Bus.Broker;

/// <summary>
/// A channel of the bus, closed so that a lost connection is always given up. RabbitMQ.Client 7.2 and MassTransit 8.5
/// can wait for ever instead, and then nothing reconnects:
/// <para>- Whoever waits for a channel's semaphore when the channel is disposed of is never woken. MassTransit disposes of
/// it at once when a connection is lost, while publishers, declarations and the closing connection wait in that line.
/// Here a channel is closed and left to the garbage collector: each in the line gets its turn, and its error.</para>
/// <para>- The closing connection tells one channel after another, and waits for the handlers of each. When that takes
/// longer than MassTransit's patience with the connection, the channels after it are never told. Here a delivery ends with
/// its channel, for the client; its handler goes on without being waited for. It cannot acknowledge: the message comes
/// again.</para>
/// <para>- When a message cannot be acknowledged because the channel is lost, MassTransit closes the channel from inside
/// the message's handler, and that waits for every delivery, its own included. Here those have ended.</para>
/// </summary>
internal sealed class BrokerChannel : RabbitMqChannelContext, ChannelContext, IAsyncDisposable
{
    /// <summary>
    /// MassTransit asks the client for as many as there may be messages under way, and each message wakes all of them that are
    /// idle. One takes the deliveries from the wire; each is handled on a thread of its own.
    /// </summary>
    public const ushort Dispatchers = 1;

    private readonly CancellationTokenSource lost = new();
    private readonly ushort concurrency;

    /// <param name="concurrency">How many deliveries may be under way at once.</param>
    public BrokerChannel(ConnectionContext connection, IChannel channel, ushort concurrency, IAgent agent, CancellationToken cancellationToken)
        : base(connection, channel, agent, cancellationToken)
    {
        this.concurrency = concurrency;
        channel.ChannelShutdownAsync += (_, _) =>
        {
            _ = lost.CancelAsync();
            return Task.CompletedTask;
        };
    }

    Task<string> ChannelContext.BasicConsume(
        string queue,
        bool noAck,
        bool exclusive,
        IDictionary<string, object> arguments,
        IAsyncBasicConsumer consumer,
        string consumerTag,
        CancellationToken cancellationToken) =>
        BasicConsume(queue, noAck, exclusive, arguments, new ChannelConsumer(consumer, concurrency, lost.Token), consumerTag, cancellationToken);

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        if (!Channel.IsOpen)
        {
            return;
        }

        try
        {
            await Channel.AbortAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // Its turn did not come in time: the channel ends with its connection.
        }
    }
}
