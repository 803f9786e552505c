using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;
using Testing;
using Testing.Servers;

namespace Bus.Tests.Messaging;

[Collection(BrokerCollection.Name)]
public sealed class Broker_that_is_lost(OwnServer<RabbitMqServer> own)
{
    private const int More = 2000;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(180);

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task While_very_many_messages_are_written_is_found_again()
    {
        var broker = await own.Running();
        await using var host = await Host(broker);
        var bus = host.Services.GetRequiredService<IBus>();
        await bus.Publish(new Parcel(""));

        await broker.Freeze();
        var parcel = new Parcel(new string('x', 16 * 1024));
        var publishing = Enumerable.Range(0, More).Select(_ => Publish(bus, parcel, TimeSpan.FromSeconds(20))).ToList();
        await Wait.Until(() => parcel.Written >= More, "each message is on its way");
        await broker.Kill();
        await broker.Start();

        await Wait.Until(() => Publish(bus, new Parcel(""), TimeSpan.FromSeconds(5)), "a message is published again", Bound);
        await Task.WhenAll(publishing);
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task While_messages_are_handled_is_found_again()
    {
        var broker = await own.Running();
        await using var host = await Host(broker, bus => bus.ForService("test").AddDurableConsumer<PostOffice>());
        var bus = host.Services.GetRequiredService<IBus>();
        var letters = Enumerable.Range(0, 100).Select(_ => new Letter(Guid.NewGuid())).ToList();
        await Task.WhenAll(letters.Select(letter => bus.Publish(letter)));
        await Wait.Until(() => letters.TrueForAll(letter => PostOffice.Arrived.ContainsKey(letter.Id)), "every letter is being handled");

        // Messages of a type that was never published before: their exchange is being declared when the broker goes.
        await broker.Freeze();
        var publishing = Enumerable.Range(0, 20).Select(_ => Publish(bus, new Parcel(""), TimeSpan.FromSeconds(5))).ToList();
        await broker.Kill();
        PostOffice.Opening.SetResult();
        await broker.Start();

        var late = new Letter(Guid.NewGuid());
        await IsConsumed(bus, late, () => PostOffice.Arrived.ContainsKey(late.Id), "a message is consumed again");
        await Task.WhenAll(publishing);
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task While_a_handler_goes_on_for_long_is_found_again_by_every_queue()
    {
        var broker = await own.Running();
        await using var host = await Host(broker, bus =>
        {
            bus.ForService("test").AddDurableConsumer<Shipyard>();
            bus.ForService("test").AddDurableConsumer<FirstCounter>();
            bus.ForService("test").AddDurableConsumer<SecondCounter>();
        });
        var bus = host.Services.GetRequiredService<IBus>();
        await bus.Publish(new Ship());
        await Wait.Until(() => Shipyard.Begun.Task.IsCompleted, "the ship is being built");

        await broker.Kill();
        await broker.Start();

        await BothCountersServe(bus);
        Shipyard.Launched.SetResult();
    }

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task While_it_refuses_the_password_is_found_again_by_every_queue()
    {
        var broker = await own.Running();
        var log = new LogLines("MassTransit");
        await using var host = await Host(
            broker,
            bus =>
            {
                bus.ForService("test").AddDurableConsumer<FirstCounter>();
                bus.ForService("test").AddDurableConsumer<SecondCounter>();
            },
            log);
        var bus = host.Services.GetRequiredService<IBus>();

        await broker.ChangePassword("another-password-of-the-tests");
        await Wait.Until(
            () => log.Exceptions.Count(fault => fault.GetBaseException() is AuthenticationFailureException) > 1,
            "the password is refused again and again");
        await broker.RestorePassword();

        await BothCountersServe(bus);
    }

    private static async Task BothCountersServe(IBus bus)
    {
        var ticket = new Ticket(Guid.NewGuid());
        await IsConsumed(
            bus, ticket, () => FirstCounter.Taken.ContainsKey(ticket.Id) && SecondCounter.Taken.ContainsKey(ticket.Id), "both queues are consumed again");
    }

    /// <summary>
    /// Published again and again: a broker that was killed has forgotten a binding of its last moments, and drops what comes
    /// before its consumer has bound its queue again.
    /// </summary>
    private static Task IsConsumed<T>(IBus bus, T message, Func<bool> isConsumed, string what) where T : class =>
        Wait.Until(async () => await Publish(bus, message, TimeSpan.FromSeconds(5)) && isConsumed(), what, Bound);

    private static Task<TestHost> Host(RabbitMqServer broker, Action<IBusRegistrationConfigurator>? bus = null, LogLines? log = null) =>
        new TestHost(
            new() { ["Transport"] = "rabbitmq", ["ConnectionStrings:RabbitMq"] = broker.ConnectionString },
            host => _ = log is null ? null : host.Logging.AddProvider(log),
            bus: bus).Start();

    /// <returns>False when the broker did not take it in time.</returns>
    private static async Task<bool> Publish<T>(IBus bus, T message, TimeSpan patience) where T : class
    {
        using var bound = new CancellationTokenSource(patience);
        try
        {
            await bus.Publish(message, bound.Token);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}

public sealed class Parcel(string content)
{
    private int written;

    public int Written => Volatile.Read(ref written);

    public string Content
    {
        get
        {
            Interlocked.Increment(ref written);
            return content;
        }
    }
}

public sealed record Letter(Guid Id);

public sealed class PostOffice : IConsumer<Letter>
{
    public static readonly ConcurrentDictionary<Guid, byte> Arrived = new();

    public static readonly TaskCompletionSource Opening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Consume(ConsumeContext<Letter> context)
    {
        Arrived.TryAdd(context.Message.Id, 0);
        return Opening.Task;
    }
}

public sealed record Ship;

public sealed class Shipyard : IConsumer<Ship>
{
    public static readonly TaskCompletionSource Begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static readonly TaskCompletionSource Launched = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Consume(ConsumeContext<Ship> context)
    {
        Begun.TrySetResult();
        return Launched.Task;
    }
}

public sealed record Ticket(Guid Id);

public sealed class FirstCounter : IConsumer<Ticket>
{
    public static readonly ConcurrentDictionary<Guid, byte> Taken = new();

    public Task Consume(ConsumeContext<Ticket> context)
    {
        Taken.TryAdd(context.Message.Id, 0);
        return Task.CompletedTask;
    }
}

public sealed class SecondCounter : IConsumer<Ticket>
{
    public static readonly ConcurrentDictionary<Guid, byte> Taken = new();

    public Task Consume(ConsumeContext<Ticket> context)
    {
        Taken.TryAdd(context.Message.Id, 0);
        return Task.CompletedTask;
    }
}
