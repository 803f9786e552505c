using System.Diagnostics.CodeAnalysis;
using MassTransit;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bus.Broker;

/// <summary>A consumer of a <see cref="BrokerChannel"/>: hands on as many messages at once as may be under way.</summary>
/// <param name="concurrency">How many messages may be under way at once.</param>
/// <param name="lost">When the channel is closed.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle has nothing to dispose of.")]
internal sealed class ChannelConsumer(IAsyncBasicConsumer consumer, ushort concurrency, CancellationToken lost) : IAsyncBasicConsumer
{
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
        Handle(body.ToArray()).ObserveLater();
        return Task.CompletedTask;

        async Task Handle(ReadOnlyMemory<byte> bytes)
        {
            await turns.WaitAsync(lost);
            try
            {
                await Task.Yield();
                if (!lost.IsCancellationRequested)
                {
                    await consumer.HandleBasicDeliverAsync(
                        consumerTag, deliveryTag, redelivered, exchange, routingKey, properties, bytes, cancellationToken);
                }
            }
            catch (Exception e)
            {
                LogContext.Error?.Log(e, "A delivery of {Exchange} was given up; it comes again with its channel", exchange);
            }
            finally
            {
                turns.Release();
            }
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
