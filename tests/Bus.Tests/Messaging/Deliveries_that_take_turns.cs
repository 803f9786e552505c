using Bus.Broker;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Testing;

namespace Bus.Tests.Messaging;

public sealed class Deliveries_that_take_turns : IAsyncBasicConsumer, IDisposable
{
    private readonly CancellationTokenSource lost = new();
    private readonly Dictionary<string, TaskCompletionSource> underWay = [];

    IChannel? IAsyncBasicConsumer.Channel => null;

    [Fact]
    public async Task As_many_are_under_way_as_may_be()
    {
        var consumer = Consumer(concurrency: 2);
        Deliver(consumer, "a");
        Deliver(consumer, "b");
        Deliver(consumer, "c");

        await UnderWay("a", "b");
        End("a");
        await UnderWay("b", "c");
    }

    [Fact]
    public async Task One_that_fails_gives_its_turn_back()
    {
        var consumer = Consumer(concurrency: 1);
        Deliver(consumer, "a");
        Deliver(consumer, "b");

        await UnderWay("a");
        Of("a").SetException(new InvalidOperationException("It failed."));
        await UnderWay("b");
    }

    [Fact]
    public async Task None_begins_once_the_channel_is_lost()
    {
        var consumer = Consumer(concurrency: 2);
        Deliver(consumer, "a");
        await lost.CancelAsync();

        Deliver(consumer, "b");

        await UnderWay("a");
    }

    public void Dispose() => lost.Dispose();

    Task IAsyncBasicConsumer.HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource();
        lock (underWay)
        {
            underWay.Add(properties.MessageId!, ended);
        }

        return ended.Task;
    }

    Task IAsyncBasicConsumer.HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken) => Task.CompletedTask;

    Task IAsyncBasicConsumer.HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken) => Task.CompletedTask;

    Task IAsyncBasicConsumer.HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken) => Task.CompletedTask;

    Task IAsyncBasicConsumer.HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Task.CompletedTask;

    private ChannelConsumer Consumer(ushort concurrency) => new(this, concurrency, lost.Token);

    /// <summary>Those that may begin have begun.</summary>
    private static void Deliver(ChannelConsumer consumer, string id)
    {
        var threads = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new AtOnce());
        try
        {
            consumer.HandleBasicDeliverAsync("", 1, false, "", "", new BasicProperties { MessageId = id }, default).IsCompletedSuccessfully.ShouldBeTrue();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(threads);
        }
    }

    /// <summary>These, and no other.</summary>
    private async Task UnderWay(params string[] ids)
    {
        await Wait.Until(() => ids.All(id => Ids().Contains(id)), $"{string.Join(", ", ids)} to be under way");
        Ids().Order().ShouldBe(ids);
    }

    private List<string> Ids()
    {
        lock (underWay)
        {
            return [.. underWay.Where(message => !message.Value.Task.IsCompleted).Select(message => message.Key)];
        }
    }

    private TaskCompletionSource Of(string id)
    {
        lock (underWay)
        {
            return underWay[id];
        }
    }

    private void End(string id) => Of(id).SetResult();

    /// <summary>In place of other threads.</summary>
    private sealed class AtOnce : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => d(state);
    }
}
