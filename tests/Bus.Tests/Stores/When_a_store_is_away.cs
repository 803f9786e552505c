using System.Collections.Concurrent;
using Bus.DeadLetters;
using Bus.Stores;
using Bus.Tests.Messaging;
using Documents;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Testing;
using Testing.Servers;

namespace Bus.Tests.Stores;

[Collection(BrokerCollection.Name)]
public sealed class When_a_store_is_away : IDisposable
{
    /// <summary>Of one message, which all retries together do not have.</summary>
    private const int ManyAttempts = 40;

    private const string Queue = "storeaway.work.parcel";

    private readonly OwnServer<RabbitMqServer> own;
    private readonly FakeTime time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
    private readonly LogLines lines = new();
    private readonly LoggerFactory loggers;

    public When_a_store_is_away(OwnServer<RabbitMqServer> own)
    {
        this.own = own;
        loggers = new LoggerFactory([lines]);
    }

    public void Dispose() => loggers.Dispose();

    [Fact]
    public async Task A_message_waits_for_it_however_long_and_is_then_done()
    {
        await using var host = await Host().Start();
        var store = host.Services.GetRequiredService<Store>();

        await host.Services.GetRequiredService<IBus>().Publish(new Parcel("first"));
        await GoOnUntil(() => store.Attempts >= ManyAttempts, "many attempts");
        store.IsAway = false;
        await GoOnUntil(() => store.Kept.Contains("first"), "the message to be done");

        await Wait.Until(() => lines.Of(LogLevel.Information).Any(line => line.StartsWith("No message waits for its store any more", StringComparison.Ordinal)), "the end to be told");
        Errors().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_log_tells_it_once_and_then_every_half_minute_however_many_messages_wait()
    {
        await using var host = await Host().Start();
        var store = host.Services.GetRequiredService<Store>();
        var bus = host.Services.GetRequiredService<IBus>();
        var start = time.GetUtcNow();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => bus.Publish(new Parcel($"{i}"))));
        await Wait.Until(() => store.Attempts >= 10, "all to be tried");
        await GoOnUntil(() => time.GetUtcNow() - start > TimeSpan.FromSeconds(70), "70 s to pass");

        var told = lines.Of(LogLevel.Warning).Where(line => line.Contains("wait", StringComparison.Ordinal)).ToList();
        told.Count.ShouldBeInRange(2, 3);
        told[0].ShouldBe("Messages wait for parcels_db, and are tried again until it serves: nobody answers");
        told[1].ShouldStartWith("10 messages still wait for parcels_db after 3");
        lines.Exceptions.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_retries_of_a_message_are_all_still_there_for_other_faults()
    {
        await using var host = await Host().Start();
        var store = host.Services.GetRequiredService<Store>();
        store.FaultsAfterwards = 4;

        await host.Services.GetRequiredService<IBus>().Publish(new Parcel("first"));
        await GoOnUntil(() => store.Attempts >= ManyAttempts, "many attempts");
        store.IsAway = false;

        await GoOnUntil(() => store.Kept.Contains("first"), "the message to be done");
    }

    [Fact]
    public async Task A_command_that_waits_is_not_begun_when_its_sender_has_given_up()
    {
        await using var host = await Host().Start();
        var store = host.Services.GetRequiredService<Store>();
        var bus = host.Services.GetRequiredService<IBus>();

        await bus.Publish(new Parcel("given up"), command => command.TimeToLive = TimeSpan.FromSeconds(4));
        await Wait.Until(() => store.Attempts > 0, "it to be tried");
        await GoOnUntil(() => lines.Of(LogLevel.Information).Any(line => line.StartsWith("No message waits", StringComparison.Ordinal)), "it to be let go");
        store.IsAway = false;
        await bus.Publish(new Parcel("next"));

        await Wait.Until(() => store.Kept.Contains("next"), "the next to be done");
        store.Kept.ShouldHaveSingleItem();
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task A_command_whose_sender_has_given_up_is_no_dead_letter()
    {
        var broker = await own.Running();
        var host = await Host(broker).Start();
        var store = host.Services.GetRequiredService<Store>();
        var bus = host.Services.GetRequiredService<IBus>();

        await bus.Publish(new Parcel("given up"), command => command.TimeToLive = TimeSpan.FromSeconds(4));
        await Wait.Until(() => store.Attempts > 0, "it to be tried");
        await GoOnUntil(() => lines.Of(LogLevel.Information).Any(line => line.StartsWith("No message waits", StringComparison.Ordinal)), "it to be let go");
        store.IsAway = false;
        await bus.Publish(new Parcel("next"));
        await Wait.Until(() => store.Kept.Contains("next"), "the next to be done");

        // Whatever was begun with it is done when the host has ended.
        await host.DisposeAsync();
        await using var another = await Host(broker).Start();
        (await another.Services.GetRequiredService<IDeadLetters>().Count([Queue], CancellationToken.None))[Queue].ShouldBe(0);
    }

    [Fact]
    public async Task Who_asks_is_told_at_once()
    {
        await using var host = await Host().Start();

        var asking = host.Services.GetRequiredService<IBus>().CreateRequestClient<Question>(TimeSpan.FromSeconds(30)).GetResponse<Question>(new Question());

        (await Should.ThrowAsync<RequestFaultException>(asking)).Message.ShouldContain("nobody answers");
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task A_message_that_waits_stays_in_its_queue_when_its_host_stops()
    {
        var broker = await own.Running();
        var first = await Host(broker).Start();
        await first.Services.GetRequiredService<IBus>().Publish(new Parcel("left"));
        await Wait.Until(() => first.Services.GetRequiredService<Store>().Attempts > 0, "it to be tried");

        // The clock stands still: nothing but the stop ends the pause, and the library's patience with a message is 8 s.
        await first.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(6));

        Errors().ShouldBeEmpty();
        await using var second = Host(broker);
        var store = second.Services.GetRequiredService<Store>();
        store.IsAway = false;
        await second.Start();
        await Wait.Until(() => store.Kept.Contains("left"), "it to be done by another host");
    }

    [Fact]
    public void Pauses_double_to_a_bound_and_differ()
    {
        double[] longest = [.. Enumerable.Range(0, 7).Select(attempt => StoreWaits.PauseAfter(attempt, 1).TotalSeconds)];

        longest.ShouldBe([0.2, 0.4, 0.8, 1.6, 3.2, 5, 5]);
        StoreWaits.PauseAfter(0, 0).ShouldBe(StoreWaits.PauseAfter(0, 1) / 2);
        StoreWaits.PauseAfter(int.MaxValue, 1).ShouldBe(StoreWaits.LongestPause);
    }

    /// <summary>That the bus is not there before it has started is none.</summary>
    private IEnumerable<string> Errors() => lines.Of(LogLevel.Error).Where(line => !line.StartsWith("Health check bus", StringComparison.Ordinal));

    private async Task GoOnUntil(Func<bool> condition, string what) => await Wait.Until(
        () =>
        {
            if (condition())
            {
                return true;
            }

            time.Advance(StoreWaits.LongestPause);
            return false;
        },
        what);

    private TestHost Host(RabbitMqServer? broker = null) => new(
        broker is null ? null : new() { ["Transport"] = "rabbitmq", ["ConnectionStrings:RabbitMq"] = broker.ConnectionString },
        builder =>
        {
            builder.Services.AddSingleton<Store>();
            builder.Services.AddSingleton<TimeProvider>(time);

            // Not the host's: the bus of the next one finds it in the library's static context.
            builder.Services.AddSingleton<ILoggerFactory>(loggers);
        },
        bus: registrations =>
        {
            var bus = registrations.ForService("storeaway");
            bus.AddDurableConsumer<ParcelConsumer>();
            bus.AddRequestConsumer<QuestionConsumer>();
        });

    public sealed record Parcel(string Name);

    public sealed record Question;

    internal sealed class Store
    {
        private int attempts;

        public bool IsAway { get; set; } = true;

        public int FaultsAfterwards { get; set; }

        public int Attempts => Volatile.Read(ref attempts);

        public ConcurrentQueue<string> Kept { get; } = new();

        public async Task Keep(string name)
        {
            Interlocked.Increment(ref attempts);
            await Task.Yield();
            if (IsAway)
            {
                // As the sagas' and others' code wraps what it meets.
                throw new InvalidOperationException("not kept", new StoreUnavailableException("parcels_db", new TimeoutException("nobody answers")));
            }

            if (FaultsAfterwards-- > 0)
            {
                throw new InvalidOperationException("another fault");
            }

            Kept.Enqueue(name);
        }
    }

    internal sealed class ParcelConsumer(Store store) : IConsumer<Parcel>
    {
        public Task Consume(ConsumeContext<Parcel> context) => store.Keep(context.Message.Name);
    }

    internal sealed class QuestionConsumer : IConsumer<Question>
    {
        public Task Consume(ConsumeContext<Question> context) => throw new StoreUnavailableException("parcels_db", new TimeoutException("nobody answers"));
    }
}
