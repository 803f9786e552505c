using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

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
    private readonly CancellationTokenSource lost = new();

    public BrokerChannel(ConnectionContext connection, IChannel channel, IAgent agent, CancellationToken cancellationToken)
        : base(connection, channel, agent, cancellationToken) =>
        channel.ChannelShutdownAsync += (_, _) =>
        {
            _ = lost.CancelAsync();
            return Task.CompletedTask;
        };

    Task<string> ChannelContext.BasicConsume(
        string queue,
        bool noAck,
        bool exclusive,
        IDictionary<string, object> arguments,
        IAsyncBasicConsumer consumer,
        string consumerTag,
        CancellationToken cancellationToken) =>
        BasicConsume(queue, noAck, exclusive, arguments, new ChannelConsumer(consumer, lost.Token), consumerTag, cancellationToken);

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

/// <param name="lost">When the channel is closed.</param>
internal sealed class ChannelConsumer(IAsyncBasicConsumer consumer, CancellationToken lost) : IAsyncBasicConsumer
{
    public IChannel? Channel => consumer.Channel;

    public async Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        if (lost.IsCancellationRequested)
        {
            return;
        }

        // The client takes its buffer back when this returns.
        var handling = consumer.HandleBasicDeliverAsync(
            consumerTag, deliveryTag, redelivered, exchange, routingKey, properties, body.ToArray(), cancellationToken);
        try
        {
            await handling.WaitAsync(lost);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            // It goes on alone.
        }
    }

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        consumer.HandleBasicCancelAsync(consumerTag, cancellationToken);

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        consumer.HandleBasicCancelOkAsync(consumerTag, cancellationToken);

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        consumer.HandleBasicConsumeOkAsync(consumerTag, cancellationToken);

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) =>
        consumer.HandleChannelShutdownAsync(channel, reason);
}
