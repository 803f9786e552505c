using System.Security.Cryptography;
using System.Text.Json;
using Bus.DeadLetters;
using Documents;
using Documents.Outbox;
using Hosting.Metrics;
using Bus.Tests.Messaging;
using MassTransit;
using Messages;
using Microsoft.Extensions.DependencyInjection;
using Testing;
using Testing.Servers;

namespace Bus.Tests.DeadLetters;

[Collection(BrokerCollection.Name)]
public sealed class Dead_letters(OwnServer<RabbitMqServer> own)
{
    private const string Queue = "poisoned";

    private static readonly DateTimeOffset Time = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);

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
        var first = new Poison("first", Guid.NewGuid(), "Reward-2026");
        await bus.Publish(first);
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

        var read = await Read(letters);
        read.Select(NameIn).ShouldBe(["first", "second"]);
        Guid.TryParse(read[0].Id, out _).ShouldBeTrue();
        Shown(read[0]).ShouldBe(("first is poison", "Poison", first.Id.ToString(), Redaction.LeftOut));
        read[0].At.ShouldBeInRange(start, TimeProvider.System.GetUtcNow());

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

    [RealTheory(Real.RabbitMq)]
    [InlineData("classic")]
    [InlineData("quorum")]
    public async Task One_of_three_is_given_back_and_the_others_stay_however_often_they_are_read(string kind)
    {
        var broker = await WithoutQueues();
        await using var connection = await new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var queue in new[] { Queue, $"{Queue}_error" })
        {
            await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = kind });
            await channel.ExchangeDeclareAsync(queue, "fanout", durable: true, autoDelete: false);
            await channel.QueueBindAsync(queue, queue, "");
        }

        foreach (var (name, second) in new[] { ("first", 1), ("second", 2), ("third", 3) })
        {
            await Fail(channel, name, Time.AddSeconds(second));
        }

        await using var host = await Host(broker, consumes: false).Start();
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        await AreRead(letters, "first", "second", "third");
        var middle = (await Read(letters))[1];
        (await letters.Redeliver(Queue, "unknown", CancellationToken.None)).ShouldBeFalse();
        (await letters.Redeliver("nowhere", middle.Id, CancellationToken.None)).ShouldBeFalse();

        (await letters.Redeliver(Queue, middle.Id, CancellationToken.None)).ShouldBeTrue();

        (await letters.Redeliver(Queue, middle.Id, CancellationToken.None)).ShouldBeFalse();
        await AreRead(letters, "first", "third");
        await Wait.Until(async () => await channel.MessageCountAsync(Queue) == 1, "the queue to have it");
        JsonDocument.Parse((await channel.BasicGetAsync(Queue, autoAck: true)).ShouldNotBeNull().Body).RootElement.GetProperty("message").GetProperty("name").GetString().ShouldBe("second");

        var page = await letters.Read(Queue, null, 1, CancellationToken.None);
        page.Items.ShouldHaveSingleItem().At.ShouldBe(Time.AddSeconds(1));
        page = await letters.Read(Queue, Cursor.Parse(page.NextCursor), 1, CancellationToken.None);
        page.Items.ShouldHaveSingleItem().At.ShouldBe(Time.AddSeconds(3));
        page.NextCursor.ShouldBeNull();
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task What_cannot_be_read_is_shown_with_what_its_body_hashes_to()
    {
        var broker = await WithoutQueues();
        await using var connection = await new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync($"{Queue}_error", durable: true, exclusive: false, autoDelete: false);
        var body = "not json"u8.ToArray();
        await channel.BasicPublishAsync("", $"{Queue}_error", mandatory: true, new RabbitMQ.Client.BasicProperties { MessageId = "a/b" }, body);
        await using var host = await Host(broker, consumes: false).Start();
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        await HasDeadLetters(letters, 1);

        (await Read(letters)).ShouldHaveSingleItem().ShouldBe(
            new DeadMessage(Convert.ToHexStringLower(SHA256.HashData(body)), DateTimeOffset.UnixEpoch, "unknown", null, null, null, Truncated: false));
        (await letters.Read("nowhere", null, 10, CancellationToken.None)).Items.ShouldBeEmpty();
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
        var (first, second) = (Raised(new Poison("first")), Raised(new Poison("second")));
        _ = letters.Pause(first, null, Queue, "first is poison", CancellationToken.None);
        var pause = letters.Pause(second, null, Queue, "second is poison", CancellationToken.None);

        var found = (await letters.Find([Queue, "other"], CancellationToken.None)).ShouldHaveSingleItem();
        found.ShouldBe(new DeadLetterSummary(Queue, 2, new DeadLetter(found.Newest.At, "second is poison")));
        (await letters.Count([Queue, "other"], CancellationToken.None)).ShouldBe(new Dictionary<string, long> { [Queue] = 2, ["other"] = 0 });

        pause.IsCompleted.ShouldBeFalse();
        (await letters.Redeliver("other", CancellationToken.None)).ShouldBe(0);
        (await letters.Redeliver(Queue, CancellationToken.None)).ShouldBe(2);
        await pause.WaitAsync(TimeSpan.FromSeconds(20));
        (await letters.Redeliver(Queue, CancellationToken.None)).ShouldBe(0);

        letters.Done(first.Id);
        (await letters.Find([Queue], CancellationToken.None)).ShouldHaveSingleItem().Count.ShouldBe(1);
    }

    [Fact]
    public async Task In_memory_one_is_read_and_tried_again_by_itself()
    {
        await using var host = await new TestHost(build: builder => builder.Services.AddSingleton<Cure>(), bus: bus => bus.AddConsumer<PoisonedConsumer>()).Start();
        var letters = host.Services.GetRequiredService<IDeadLetters>();
        var (first, second) = (Raised(new Poison("first", Guid.NewGuid(), "Reward-2026")), Raised(new Poison("second")));
        var transport = host.Services.GetRequiredService<IOutboxTransport>();
        var sending = transport.Send(first, CancellationToken.None);
        await Wait.Until(async () => (await Read(letters)).Count == 1, "the first to be read");
        var stays = transport.Send(second, CancellationToken.None);
        await Wait.Until(async () => (await Read(letters)).Count == 2, "the second to be read");

        var read = (await Read(letters))[0];
        read.Id.ShouldBe(first.Id.ToString());
        Shown(read).ShouldBe(("first is poison", "Poison", first.Body.GetProperty("id").GetString(), Redaction.LeftOut));
        (await letters.Redeliver("other", read.Id, CancellationToken.None)).ShouldBeFalse();
        (await letters.Redeliver(Queue, "unknown", CancellationToken.None)).ShouldBeFalse();
        (await letters.Redeliver(Queue, read.Id, CancellationToken.None)).ShouldBeTrue();

        (await letters.Redeliver(Queue, read.Id, CancellationToken.None)).ShouldBeFalse();
        (await Read(letters)).Select(NameIn).ShouldBe(["second"]);
        (await letters.Redeliver(Queue, CancellationToken.None)).ShouldBe(1);
        await Should.ThrowAsync<Exception>(sending);
        await Should.ThrowAsync<Exception>(stays);
    }

    private static OutboxMessage Raised(Poison poison) => new(
        Guid.NewGuid(), MessageNames.Of(typeof(Poison)), JsonSerializer.SerializeToElement(poison, DocumentJson.Options), DateTimeOffset.UnixEpoch, null);

    private static async Task<IReadOnlyList<DeadMessage>> Read(IDeadLetters letters) => (await letters.Read(Queue, null, 10, CancellationToken.None)).Items;

    private static string? NameIn(DeadMessage letter) => letter.Message?.GetProperty("name").GetString();

    private static (string Error, string? Type, string? CorrelationId, string? Password) Shown(DeadMessage letter) =>
        (letter.Error, letter.Type, letter.CorrelationId, letter.Message?.GetProperty("password").GetString());

    /// <summary>In a quorum queue each look counts as a delivery, of which it bears twenty.</summary>
    private static async Task AreRead(IDeadLetters letters, params string[] names)
    {
        for (var i = 0; i < 25; i++)
        {
            await Wait.Until(async () => (await Read(letters)).Select(NameIn).SequenceEqual(names), $"{string.Join(", ", names)} to be read");
        }
    }

    /// <summary>As MassTransit puts it into an error queue.</summary>
    private static ValueTask Fail(RabbitMQ.Client.IChannel channel, string name, DateTimeOffset at) => channel.BasicPublishAsync(
        "",
        $"{Queue}_error",
        mandatory: true,
        new RabbitMQ.Client.BasicProperties
        {
            MessageId = Guid.NewGuid().ToString(),
            Headers = new Dictionary<string, object?> { ["MT-Fault-Timestamp"] = at.ToString("O"), ["MT-Fault-Message"] = $"{name} is poison" },
        },
        JsonSerializer.SerializeToUtf8Bytes(new { messageType = new[] { "urn:message:Tests:Poison" }, message = new { name } }));

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

    [CorrelatedBy(nameof(Id))]
    public sealed record Poison(string Name, Guid Id = default, string? Password = null);

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
