using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Testing;
using Testing.Servers;

namespace Bus.Tests.Messaging;

public sealed class Messages_that_are_awaited
{
    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Are_not_persistent_and_leave_nothing_in_their_durable_queue()
    {
        await using var broker = await new RabbitMqServer().Started();
        await using var host = await Host(broker).Start();
        var bus = host.Services.GetRequiredService<IBus>();
        var seen = new SeenModes();
        bus.ConnectReceiveObserver(seen);

        (await bus.CreateRequestClient<Riddle>().GetResponse<Solution>(new Riddle("secret"))).Message.Word.ShouldBe("terces");
        await Wait.Until(() => seen.Modes.Count == 3, "question, answer and what follows are consumed");

        seen.Modes.ShouldBe(
            new Dictionary<string, DeliveryModes>
            {
                [nameof(Riddle)] = DeliveryModes.Transient,
                [nameof(Solution)] = DeliveryModes.Transient,
                [nameof(Written)] = DeliveryModes.Persistent,
            },
            ignoreOrder: true);
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("test.ask.oracle", durable: true, exclusive: false, autoDelete: false);
        await Wait.Until(async () => await channel.MessageCountAsync("test.ask.oracle") == 0, "the queue to be empty");
        (await channel.QueueDeleteAsync("test.ask.oracle", ifUnused: false, ifEmpty: true)).ShouldBe(0u);
    }

    /// <summary>A queue that is there cannot be declared as one of another type.</summary>
    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Wait_in_classic_queues_where_work_waits_in_quorum_queues()
    {
        await using var broker = await new RabbitMqServer().Started();
        await using var host = await Host(broker, quorum: true).Start();

        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("test.ask.oracle", durable: true, exclusive: false, autoDelete: false, TypeOf("classic"));
        await channel.QueueDeclareAsync("test.work.scribe", durable: true, exclusive: false, autoDelete: false, TypeOf("quorum"));

        static Dictionary<string, object?> TypeOf(string queue) => new() { ["x-queue-type"] = queue };
    }

    private static TestHost Host(RabbitMqServer broker, bool quorum = false) => new(
        new()
        {
            ["Transport"] = "rabbitmq",
            ["ConnectionStrings:RabbitMq"] = broker.ConnectionString,
            ["Messaging:RequestTimeoutMilliseconds"] = "60000",
            ["Messaging:QuorumQueues"] = quorum ? "true" : "false",
        },
        bus: bus =>
        {
            var consumers = bus.ForService("test");
            consumers.AddRequestConsumer<OracleConsumer>();
            consumers.AddDurableConsumer<ScribeConsumer>();
        });

    public sealed record Riddle(string Word);

    public sealed record Solution(string Word);

    public sealed record Written(string Word);

    internal sealed class OracleConsumer : IConsumer<Riddle>
    {
        public async Task Consume(ConsumeContext<Riddle> context)
        {
            var solution = new string([.. context.Message.Word.Reverse()]);
            await context.Publish(new Written(solution));
            await context.RespondAsync(new Solution(solution));
        }
    }

    internal sealed class ScribeConsumer : IConsumer<Written>
    {
        public Task Consume(ConsumeContext<Written> context) => Task.CompletedTask;
    }

    private sealed class SeenModes : IReceiveObserver
    {
        public ConcurrentDictionary<string, DeliveryModes> Modes { get; } = new();

        public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class
        {
            Modes[typeof(T).Name] = context.ReceiveContext.GetPayload<RabbitMqBasicConsumeContext>().Properties.DeliveryMode;
            return Task.CompletedTask;
        }

        public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class => Task.CompletedTask;

        public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
    }
}
