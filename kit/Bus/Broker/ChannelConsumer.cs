using System.Diagnostics.CodeAnalysis;
using Bus.Broker.Bundles;
using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bus.Broker;

/// <summary>A consumer of a <see cref="BrokerChannel"/>: takes bundles apart, and hands on as many messages at once as may be under way.</summary>
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
