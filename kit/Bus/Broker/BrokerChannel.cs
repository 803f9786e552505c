using System.Diagnostics.CodeAnalysis;
using Bus.Broker.Bundles;
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
    /// <summary>
    /// MassTransit asks the client for as many as there may be messages under way, and each message wakes all of them that are
    /// idle. One takes the deliveries from the wire; each is handled on a thread of its own.
    /// </summary>
    public const ushort Dispatchers = 1;

    private readonly CancellationTokenSource lost = new();
    private readonly ushort concurrency;
    private readonly TakenBundles bundles = new();
    private readonly BundledPublisher? publisher;

    /// <param name="concurrency">How many deliveries may be under way at once.</param>
    /// <param name="bundleSize">How many messages may go to the broker as one.</param>
    public BrokerChannel(
        ConnectionContext connection, IChannel channel, ushort concurrency, int bundleSize, IAgent agent, CancellationToken cancellationToken)
        : base(connection, channel, agent, cancellationToken)
    {
        this.concurrency = concurrency;
        publisher = bundleSize == 1 ? null : new BundledPublisher(
            bundleSize,
            (way, properties, body, patience) => BasicPublishAsync(way.Exchange, way.RoutingKey, way.Mandatory, properties, body, awaitAck: true, patience),
            TimeProvider.System);
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
        BasicConsume(queue, noAck, exclusive, arguments, new ChannelConsumer(consumer, concurrency, bundles, !noAck, lost.Token), consumerTag, cancellationToken);

    Task ChannelContext.BasicPublishAsync(
        string exchange, string routingKey, bool mandatory, BasicProperties basicProperties, byte[] body, bool awaitAck, CancellationToken cancellationToken)
    {
        if (publisher is null)
        {
            return BasicPublishAsync(exchange, routingKey, mandatory, basicProperties, body, awaitAck, cancellationToken);
        }

        var way = new Way(exchange, routingKey, mandatory, basicProperties.Persistent, basicProperties.IsExpirationPresent());
        var publishing = publisher.Publish(way, basicProperties, body, cancellationToken);
        publishing.ObserveLater();
        return awaitAck ? publishing.WaitAsync(cancellationToken) : Task.CompletedTask;
    }

    ValueTask ChannelContext.BasicAck(ulong deliveryTag, bool multiple, CancellationToken cancellationToken) =>
        TakenBundles.IsOfBundle(deliveryTag) ? Settle(deliveryTag, isDone: true, cancellationToken) : BasicAck(deliveryTag, multiple, cancellationToken);

    Task ChannelContext.BasicNack(ulong deliveryTag, bool multiple, bool requeue, CancellationToken cancellationToken) =>
        TakenBundles.IsOfBundle(deliveryTag)
            ? Settle(deliveryTag, isDone: false, cancellationToken).AsTask()
            : BasicNack(deliveryTag, multiple, requeue, cancellationToken);

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

    private async ValueTask Settle(ulong deliveryTag, bool isDone, CancellationToken cancellationToken)
    {
        if (bundles.Settle(deliveryTag, isDone) is { } bundle)
        {
            await (bundle.IsDone
                ? BasicAck(bundle.BundleTag, multiple: false, cancellationToken)
                : new ValueTask(BasicNack(bundle.BundleTag, multiple: false, requeue: true, cancellationToken)));
        }
    }
}

/// <param name="concurrency">How many messages may be under way at once.</param>
/// <param name="isAcknowledged">Whether its deliveries are.</param>
/// <param name="lost">When the channel is closed.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle has nothing to dispose of.")]
internal sealed class ChannelConsumer(
    IAsyncBasicConsumer consumer, ushort concurrency, TakenBundles bundles, bool isAcknowledged, CancellationToken lost) : IAsyncBasicConsumer
{
    private readonly SemaphoreSlim line = new(1);
    private readonly SemaphoreSlim turns = new(concurrency);

    public IChannel? Channel => consumer.Channel;

    /// <summary>Nobody waits: the client's one dispatcher also tells that the consumer is cancelled or its channel lost.</summary>
    public Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        // The client takes its buffer back when this returns.
        Take(body.ToArray()).ObserveLater();
        return Task.CompletedTask;

        // In turn. A bundle begins as a whole, or a consumer that stops would give back what it has done of it with the rest;
        // but not one that many turns would have to wait for.
        async Task Take(ReadOnlyMemory<byte> bytes)
        {
            await line.WaitAsync(lost);
            try
            {
                var (messages, tags) = Bundle.Is(properties) && Bundle.Unpack(properties, bytes) is { } unpacked
                    ? (unpacked, bundles.Take(deliveryTag, unpacked.Count, isAcknowledged))
                    : ([new BundledMessage(properties, bytes)], [deliveryTag]);
                var isWhole = messages.Count <= concurrency / 4;
                for (var i = 0; i < messages.Count; i++)
                {
                    if (i == 0 || !isWhole)
                    {
                        await Turns(isWhole ? messages.Count : 1);
                    }

                    Handle(tags[i], messages[i]).ObserveLater();
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                GivenUp(e);
            }
            finally
            {
                line.Release();
            }
        }

        async Task Turns(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await turns.WaitAsync(lost);
            }
        }

        async Task Handle(ulong tag, BundledMessage message)
        {
            try
            {
                await Task.Yield();
                if (!lost.IsCancellationRequested)
                {
                    await consumer.HandleBasicDeliverAsync(
                        consumerTag, tag, redelivered, exchange, routingKey, message.Properties, message.Body, cancellationToken);
                }
            }
            catch (Exception e)
            {
                GivenUp(e);
            }
            finally
            {
                turns.Release();
            }
        }

        void GivenUp(Exception e) => LogContext.Error?.Log(e, "A delivery of {Exchange} was given up; it comes again with its channel", exchange);
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
