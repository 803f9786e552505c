using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Support;
using Support.Servers;

namespace ServiceDefaults.Tests.Messaging;

public sealed class Broker_that_is_lost
{
    private const int More = 2000;

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task While_very_many_messages_are_written_is_found_again()
    {
        await using var broker = await new RabbitMqServer().Started();
        await using var host = await Host(broker);
        var bus = host.Services.GetRequiredService<IBus>();
        await bus.Publish(new Parcel(""));

        await broker.Freeze();
        var parcel = new Parcel(new string('x', 16 * 1024));
        var publishing = Enumerable.Range(0, More).Select(_ => Publish(bus, parcel, TimeSpan.FromSeconds(5))).ToList();
        await Wait.Until(() => parcel.Written == More, "each message is on its way");
        await broker.Kill();
        await broker.Start();

        await Wait.Until(() => Publish(bus, new Parcel(""), TimeSpan.FromSeconds(5)), "a message is published again", TimeSpan.FromSeconds(60));
        await Task.WhenAll(publishing);
    }

    private static Task<TestHost> Host(RabbitMqServer broker) =>
        new TestHost(new() { ["Transport"] = "rabbitmq", ["ConnectionStrings:RabbitMq"] = broker.ConnectionString }).Start();

    /// <returns>False when the broker did not take it in time.</returns>
    private static async Task<bool> Publish(IBus bus, Parcel parcel, TimeSpan patience)
    {
        using var bound = new CancellationTokenSource(patience);
        try
        {
            await bus.Publish(parcel, bound.Token);
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
