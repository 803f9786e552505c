using System.Collections.Concurrent;
using Bus.DeadLetters;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Testing;
using Testing.Servers;

namespace Bus.Tests.Messaging;

[Collection(BrokerCollection.Name)]
public sealed class When_many_are_published_at_once(OwnServer<RabbitMqServer> own)
{
    private const string Queue = "taster";
    private const int Many = 2000;

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task A_stop_in_the_middle_of_them_loses_none()
    {
        var broker = await WithoutQueues();
        var plate = new Plate();
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var first = await Host(broker, plate: plate).Start();
        plate.Full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Publish(first, Many);
        await Wait.Until(() => plate.Tasted.Count >= 100, "some to be under way");
        var stopping = first.DisposeAsync();
        await Wait.Until(async () => await channel.ConsumerCountAsync(Queue) == 0, "the consumer to stop");
        plate.Full.SetResult();
        await stopping;

        var before = plate.Tasted.Count;
        before.ShouldBeLessThan(Many);
        await using var second = await Host(broker, plate: plate).Start();

        await Wait.Until(() => plate.Tasted.Select(t => t.Number).Distinct().Count() == Many, "the others to be consumed");
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task What_fails_of_them_is_a_dead_letter_by_itself()
    {
        var broker = await WithoutQueues();
        await using var host = await Host(broker).Start();
        var plate = host.Services.GetRequiredService<Plate>();
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        plate.Spoilt = [3, 500, 501, 1999];

        await Publish(host, Many);

        await Wait.Until(async () => (await letters.Count([Queue], CancellationToken.None))[Queue] == 4, "four dead letters");
        await Wait.Until(() => plate.Tasted.Count == Many - 4, "the others to be consumed");
        (await letters.Find([Queue], CancellationToken.None)).ShouldHaveSingleItem().Newest.Error.ShouldEndWith("is spoilt");

        plate.Spoilt = [];
        (await letters.Redeliver(Queue, CancellationToken.None)).ShouldBe(4);
        await Wait.Until(() => plate.Tasted.Count >= Many, "the dead letters to be consumed");
        plate.Tasted.Select(t => t.Number).Order().ShouldBe(Enumerable.Range(0, Many));
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Questions_and_answers_find_each_other()
    {
        var broker = await WithoutQueues();
        await using var host = await Host(broker).Start();
        await using var scope = host.Services.CreateAsyncScope();
        var client = scope.ServiceProvider.GetRequiredService<IRequestClient<Asked>>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
            (Asked: i, (await client.GetResponse<Answered>(new Asked(i), timeout: RequestTimeout.After(s: 30))).Message.Number)));

        answers.ShouldAllBe(answer => answer.Number == 2 * answer.Asked);
    }

    /// <summary>Asynchronous, or MassTransit would keep the host's log for the hosts that the test makes later.</summary>
    private static async Task Publish(TestHost host, int count)
    {
        var bus = host.Services.GetRequiredService<IBus>();
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => bus.Publish(new Tasted(i))));
    }

    private async Task<RabbitMqServer> WithoutQueues()
    {
        var broker = await own.Running();
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in new[] { Queue, $"{Queue}_error" })
        {
            await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
        }

        return broker;
    }

    private static TestHost Host(RabbitMqServer broker, Plate? plate = null) => new(
        new()
        {
            ["Transport"] = "rabbitmq",
            ["ConnectionStrings:RabbitMq"] = broker.ConnectionString,
        },
        builder => builder.Services.AddSingleton(plate ?? new Plate()),
        bus: bus =>
        {
            bus.ForService("test").AddRequestConsumer<DoublingConsumer>();
            bus.AddConsumer<TasterConsumer>();
            bus.AddRequestClient<Asked>();
        });

    public sealed record Tasted(int Number);

    public sealed record Asked(int Number);

    public sealed record Answered(int Number);

    internal sealed class Plate
    {
        public HashSet<int> Spoilt { get; set; } = [];

        /// <summary>While it has not ended no taster does.</summary>
        public TaskCompletionSource? Full { get; set; }

        public ConcurrentQueue<(int Number, Guid? MessageId)> Tasted { get; } = new();
    }

    internal sealed class TasterConsumer(Plate plate) : IConsumer<Tasted>
    {
        public async Task Consume(ConsumeContext<Tasted> context)
        {
            if (plate.Spoilt.Contains(context.Message.Number))
            {
                throw new InvalidOperationException($"{context.Message.Number} is spoilt");
            }

            plate.Tasted.Enqueue((context.Message.Number, context.MessageId));
            if (plate.Full is { } full)
            {
                await full.Task;
            }
        }
    }

    internal sealed class DoublingConsumer : IConsumer<Asked>
    {
        public Task Consume(ConsumeContext<Asked> context) => context.RespondAsync(new Answered(2 * context.Message.Number));
    }
}
