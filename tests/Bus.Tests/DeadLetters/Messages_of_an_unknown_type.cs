using Bus.DeadLetters;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Testing;
using Testing.Servers;

namespace Bus.Tests.DeadLetters;

public sealed class Messages_of_an_unknown_type
{
    private const string Queue = "test.work.keeper";
    private const string AskQueue = "test.ask.oracle";
    private const string Reason = "No consumer of this version knows urn:message:Bus.Tests.DeadLetters:Messages_of_an_unknown_type+Newer";

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Are_dead_letters_that_a_version_which_knows_them_is_given_again()
    {
        await using var broker = await new RabbitMqServer().Started();
        await using (var older = await Host(broker, bus => bus.AddDurableConsumer<Older.KeeperConsumer>()).Start())
        {
            await Send(older, Queue, "first");
            var letters = older.Services.GetRequiredService<IDeadLetters>();
            await HasDeadLetters(letters, 1);
            var found = (await letters.Find([Queue], CancellationToken.None)).ShouldHaveSingleItem();
            found.Newest.Error.ShouldBe(Reason);

            (await letters.Redeliver(Queue, CancellationToken.None)).ShouldBe(1);
            await Send(older, Queue, "second");
            await HasDeadLetters(letters, 2);
        }

        await using var newer = await Host(broker, bus => bus.AddDurableConsumer<Newest.KeeperConsumer>()).Start();
        (await newer.Services.GetRequiredService<IDeadLetters>().Redeliver(Queue, CancellationToken.None)).ShouldBe(2);

        var kept = newer.Services.GetRequiredService<Kept>();
        await Wait.Until(() => kept.Words.Count == 2, "both to be consumed");
        kept.Words.ShouldBe(["first", "second"], ignoreOrder: true);
        await HasDeadLetters(newer.Services.GetRequiredService<IDeadLetters>(), 0);
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Are_not_kept_but_logged_where_their_sender_waits()
    {
        await using var broker = await new RabbitMqServer().Started();
        var lines = new LogLines();
        await using var host = await Host(
            broker, bus => bus.AddRequestConsumer<Older.OracleConsumer>(), builder => builder.Services.AddSingleton<ILoggerFactory>(_ => new LoggerFactory([lines]))).Start();

        await Send(host, AskQueue, "asked");

        await Wait.Until(() => lines.Of(LogLevel.Warning).Contains($"{Reason}: a message in {AskQueue} is discarded"), "it to be logged");
        await using var connection = await new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        foreach (var kept in new[] { $"{AskQueue}_error", $"{AskQueue}_skipped" })
        {
            await using var channel = await connection.CreateChannelAsync();
            (await Should.ThrowAsync<RabbitMQ.Client.Exceptions.OperationInterruptedException>(() => channel.QueueDeclarePassiveAsync(kept)))
                .ShutdownReason!.ReplyCode.ShouldBe((ushort)RabbitMQ.Client.Constants.NotFound);
        }
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Or_that_cannot_be_read_are_kept_with_a_reason_and_hold_up_nothing()
    {
        await using var broker = await new RabbitMqServer().Started();
        await using var host = await Host(broker, bus =>
        {
            bus.AddDurableConsumer<Newest.KeeperConsumer>();
            bus.AddRequestConsumer<Older.OracleConsumer>();
        }).Start();
        await using var connection = await new RabbitMQ.Client.ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        string[] bodies = ["", "not json", "null", "[]", "{}", "{\"messageType\": null, \"message\": {}}", "{\"messageType\": [null], \"message\": 1}"];

        foreach (var body in bodies)
        {
            await channel.BasicPublishAsync("", Queue, mandatory: true, new RabbitMQ.Client.BasicProperties(), System.Text.Encoding.UTF8.GetBytes(body));
            await channel.BasicPublishAsync("", AskQueue, mandatory: true, new RabbitMQ.Client.BasicProperties(), System.Text.Encoding.UTF8.GetBytes(body));
        }

        await Send(host, Queue, "last");

        await Wait.Until(() => host.Services.GetRequiredService<Kept>().Words.Contains("last"), "what can be read to be consumed");
        await HasDeadLetters(host.Services.GetRequiredService<IDeadLetters>(), bodies.Length);
        (await host.Services.GetRequiredService<IDeadLetters>().Find([Queue], CancellationToken.None)).ShouldHaveSingleItem().Newest.Error.ShouldNotBeNullOrEmpty();
        await Wait.Until(async () => await channel.MessageCountAsync(AskQueue) == 0, "nothing to be left of what was asked");
    }

    [Fact]
    public async Task In_memory_are_faults()
    {
        await using var host = await Host(null, bus => bus.AddDurableConsumer<Older.KeeperConsumer>()).Start();
        var fault = new FirstFault();
        host.Services.GetRequiredService<IBus>().ConnectReceiveObserver(fault);

        await Send(host, Queue, "lost");

        (await fault.Seen.WaitAsync(TimeSpan.FromSeconds(30))).Message.ShouldBe(Reason);
    }

    private static async Task Send(TestHost host, string queue, string word)
    {
        var endpoint = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(new Uri($"queue:{queue}"));
        await endpoint.Send(new Newer(word));
    }

    private static Task HasDeadLetters(IDeadLetters letters, long count) =>
        Wait.Until(async () => (await letters.Count([Queue], CancellationToken.None))[Queue] == count, $"{count} dead letters");

    private static TestHost Host(RabbitMqServer? broker, Action<ServiceConsumers> consumers, Action<WebApplicationBuilder>? build = null) => new(
        broker is null ? null : new() { ["Transport"] = "rabbitmq", ["ConnectionStrings:RabbitMq"] = broker.ConnectionString },
        builder =>
        {
            builder.Services.AddSingleton<Kept>();
            build?.Invoke(builder);
        },
        bus: bus => consumers(bus.ForService("test")));

    public sealed record Known(string Word);

    public sealed record Newer(string Word);

    internal sealed class Kept
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Words { get; } = new();
    }

    private static class Older
    {
        internal sealed class KeeperConsumer : IConsumer<Known>
        {
            public Task Consume(ConsumeContext<Known> context) => Task.CompletedTask;
        }

        internal sealed class OracleConsumer : IConsumer<Known>
        {
            public Task Consume(ConsumeContext<Known> context) => Task.CompletedTask;
        }
    }

    private static class Newest
    {
        internal sealed class KeeperConsumer(Kept kept) : IConsumer<Newer>
        {
            public Task Consume(ConsumeContext<Newer> context)
            {
                kept.Words.Enqueue(context.Message.Word);
                return Task.CompletedTask;
            }
        }
    }

    private sealed class FirstFault : IReceiveObserver
    {
        private readonly TaskCompletionSource<Exception> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Exception> Seen => seen.Task;

        public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class => Task.CompletedTask;

        public Task ReceiveFault(ReceiveContext context, Exception exception)
        {
            seen.TrySetResult(exception);
            return Task.CompletedTask;
        }
    }
}
