using Bus.DeadLetters;
using Hosting.Metrics;
using Bus.Tests.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Testing;
using Testing.Servers;

namespace Bus.Tests.DeadLetters;

[Collection(BrokerCollection.Name)]
public sealed class Dead_letters(OwnServer<RabbitMqServer> own)
{
    private const string Queue = "poisoned";

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task A_poisoned_message_is_listed_with_its_error_redelivered_and_consumed()
    {
        var broker = await WithoutQueues();
        await using var host = await Host(broker).Start();
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        var queues = host.Services.GetRequiredService<WorkQueues>();
        queues.Names.ShouldBe([Queue]);
        (await letters.Find(queues.Names, CancellationToken.None)).ShouldBeEmpty();
        (await letters.Redeliver(Queue, CancellationToken.None)).ShouldBe(0);

        var start = TimeProvider.System.GetUtcNow();
        var bus = host.Services.GetRequiredService<IBus>();
        await bus.Publish(new Poison("first"));
        await HasDeadLetters(letters, 1);
        await bus.Publish(new Poison("second"));
        await HasDeadLetters(letters, 2);

        // Looking changes nothing, however often.
        for (var i = 0; i < 25; i++)
        {
            var found = (await letters.Find(queues.Names, CancellationToken.None)).ShouldHaveSingleItem();
            found.Queue.ShouldBe(Queue);
            found.Count.ShouldBe(2);
            found.Newest.Error.ShouldBe("second is poison");
            found.Newest.At.ShouldBeInRange(start, TimeProvider.System.GetUtcNow());
        }

        var cure = host.Services.GetRequiredService<Cure>();
        cure.IsFound = true;
        (await letters.Redeliver(Queue, CancellationToken.None)).ShouldBe(2);

        await Wait.Until(() => cure.Taken.Count == 2, "both to be consumed");
        cure.Taken.ShouldBe(["first", "second"], ignoreOrder: true);
        cure.Headers.ShouldBeEmpty();
        await HasDeadLetters(letters, 0);
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task What_still_fails_is_a_dead_letter_again()
    {
        var broker = await WithoutQueues();
        await using var host = await Host(broker, quorum: true).Start();
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        await host.Services.GetRequiredService<IBus>().Publish(new Poison("stubborn"));
        await HasDeadLetters(letters, 1);

        // In a quorum queue each look counts as a delivery; the message outlives them all.
        for (var i = 0; i < 25; i++)
        {
            IReadOnlyList<DeadLetterSummary> found = [];
            await Wait.Until(async () => (found = await letters.Find([Queue], CancellationToken.None)).Count > 0, "the message to be back after a look");
            found.ShouldHaveSingleItem().Newest.Error.ShouldBe("stubborn is poison");
        }

        await HasDeadLetters(letters, 1);
        (await letters.Redeliver(Queue, CancellationToken.None)).ShouldBe(1);

        await Wait.Until(() => host.Services.GetRequiredService<Cure>().Refused >= 2, "it to be tried again");
        await HasDeadLetters(letters, 1);
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task A_redelivery_that_finds_no_queue_loses_nothing()
    {
        var broker = await WithoutQueues();
        var factory = new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(broker.ConnectionString) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync($"{Queue}_error", durable: true, exclusive: false, autoDelete: false);
        await channel.BasicPublishAsync("", $"{Queue}_error", mandatory: true, new RabbitMQ.Client.BasicProperties(), "kept"u8.ToArray());
        await using var host = await Host(broker, consumes: false).Start();
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        await HasDeadLetters(letters, 1);

        await Should.ThrowAsync<RabbitMQ.Client.Exceptions.RabbitMQClientException>(() => letters.Redeliver(Queue, CancellationToken.None));

        await HasDeadLetters(letters, 1);
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Metrics_tell_how_many_there_are()
    {
        var broker = await WithoutQueues();
        await using var host = await Host(broker).Start();
        await host.Services.GetRequiredService<IBus>().Publish(new Poison("counted"));
        await HasDeadLetters(host.Services.GetRequiredService<IDeadLetters>(), 1);

        await host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<Sampler>().Single().Take(CancellationToken.None);

        (await host.Get("/metrics")).Body.ShouldContain($"dead_letters{{queue=\"{Queue}\"}} 1\n");
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task A_broker_that_was_lost_is_asked_again()
    {
        var broker = await WithoutQueues();
        await using var host = await Host(broker).Start();
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        await HasDeadLetters(letters, 0);

        await broker.Freeze();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var looks = Enumerable.Range(0, 5).Select(_ => IsCounted(letters, bound.Token)).ToList();
        (await Task.WhenAll(looks)).ShouldAllBe(isCounted => !isCounted);
        await broker.Kill();
        await broker.Start();

        await Wait.Until(
            async () =>
            {
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                return await IsCounted(letters, patience.Token);
            },
            "dead letters to be counted again",
            TimeSpan.FromSeconds(180));
    }

    [Fact]
    public async Task In_memory_a_message_that_keeps_failing_is_a_dead_letter_until_it_is_done()
    {
        var letters = new FailedDeliveries(TimeProvider.System);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        _ = letters.Pause(first, Queue, "first is poison", CancellationToken.None);
        var pause = letters.Pause(second, Queue, "second is poison", CancellationToken.None);

        var found = (await letters.Find([Queue, "other"], CancellationToken.None)).ShouldHaveSingleItem();
        found.ShouldBe(new DeadLetterSummary(Queue, 2, new DeadLetter(found.Newest.At, "second is poison")));
        (await letters.Count([Queue, "other"], CancellationToken.None)).ShouldBe(new Dictionary<string, long> { [Queue] = 2, ["other"] = 0 });

        pause.IsCompleted.ShouldBeFalse();
        (await letters.Redeliver("other", CancellationToken.None)).ShouldBe(0);
        (await letters.Redeliver(Queue, CancellationToken.None)).ShouldBe(2);
        await pause.WaitAsync(TimeSpan.FromSeconds(20));
        (await letters.Redeliver(Queue, CancellationToken.None)).ShouldBe(0);

        letters.Done(first);
        (await letters.Find([Queue], CancellationToken.None)).ShouldHaveSingleItem().Count.ShouldBe(1);
    }

    /// <summary>The broker of all, without what another test left in it.</summary>
    private async Task<RabbitMqServer> WithoutQueues()
    {
        var broker = await own.Running();
        var factory = new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(broker.ConnectionString) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in new[] { Queue, $"{Queue}_error" })
        {
            await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
        }

        return broker;
    }

    private static Task HasDeadLetters(IDeadLetters letters, long count) =>
        Wait.Until(async () => (await letters.Count([Queue], CancellationToken.None))[Queue] == count, $"{count} dead letters");

    private static async Task<bool> IsCounted(IDeadLetters letters, CancellationToken cancellationToken)
    {
        try
        {
            return (await letters.Count([Queue], cancellationToken))[Queue] == 0;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static TestHost Host(RabbitMqServer broker, bool quorum = false, bool consumes = true) => new(
        new()
        {
            ["Transport"] = "rabbitmq",
            ["ConnectionStrings:RabbitMq"] = broker.ConnectionString,
            ["Messaging:QuorumQueues"] = quorum ? "true" : "false",
        },
        builder => builder.Services.AddSingleton<Cure>(),
        bus: bus =>
        {
            bus.ForService("test").AddRequestConsumer<AnsweringConsumer>();
            if (consumes)
            {
                bus.AddConsumer<PoisonedConsumer>();
            }
        });

    public sealed record Poison(string Name);

    public sealed record Question;

    internal sealed class Cure
    {
        private int refused;

        public bool IsFound { get; set; }

        public int Refused => refused;

        public System.Collections.Concurrent.ConcurrentQueue<string> Taken { get; } = new();

        /// <summary>What a redelivered message still has of its time as a dead letter.</summary>
        public System.Collections.Concurrent.ConcurrentQueue<string> Headers { get; } = new();

        public void Refuse() => Interlocked.Increment(ref refused);
    }

    internal sealed class PoisonedConsumer(Cure cure) : IConsumer<Poison>
    {
        public Task Consume(ConsumeContext<Poison> context)
        {
            if (!cure.IsFound)
            {
                cure.Refuse();
                throw new InvalidOperationException($"{context.Message.Name} is poison");
            }

            foreach (var header in context.ReceiveContext.TransportHeaders.GetAll().Where(h => h.Key.StartsWith("MT-Fault", StringComparison.Ordinal) || h.Key == "MT-Reason"))
            {
                cure.Headers.Enqueue(header.Key);
            }

            cure.Taken.Enqueue(context.Message.Name);
            return Task.CompletedTask;
        }
    }

    internal sealed class AnsweringConsumer : IConsumer<Question>
    {
        public Task Consume(ConsumeContext<Question> context) => Task.CompletedTask;
    }
}
