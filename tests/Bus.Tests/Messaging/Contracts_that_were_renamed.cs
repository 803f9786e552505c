using System.Text;
using MassTransit;
using Messages;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Testing;
using Testing.Servers;

namespace Bus.Tests.Messaging;

public sealed class Contracts_that_were_renamed
{
    private const string Former = "Bus.Tests.Messaging:ParcelOrdered";

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Are_taken_under_the_name_that_an_older_instance_sends()
    {
        await using var broker = await new RabbitMqServer().Started();
        await using var host = await new TestHost(
            new() { ["Transport"] = "rabbitmq", ["ConnectionStrings:RabbitMq"] = broker.ConnectionString },
            builder => builder.Services.AddSingleton<Packed>(),
            bus: bus => bus.ForService("test").AddDurableConsumer<PackerConsumer>()).Start();
        await host.Services.GetRequiredService<IBus>().Publish(new ParcelRequested("new"));

        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.BasicPublishAsync(
            Former,
            "",
            mandatory: true,
            new BasicProperties { ContentType = "application/vnd.masstransit+json" },
            Encoding.UTF8.GetBytes($$"""{"messageId":"{{Guid.NewGuid()}}","messageType":["urn:message:{{Former}}"],"message":{"what":"old"} }"""));

        var packed = host.Services.GetRequiredService<Packed>();
        await Wait.Until(() => packed.Parcels.Count == 2, "both to be consumed");
        packed.Parcels.ShouldBe(["new", "old"], ignoreOrder: true);
    }

    [FormerlyKnownAs(Former)]
    public sealed record ParcelRequested(string What);

    internal sealed class Packed
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Parcels { get; } = new();
    }

    internal sealed class PackerConsumer(Packed packed) : IConsumer<ParcelRequested>
    {
        public Task Consume(ConsumeContext<ParcelRequested> context)
        {
            packed.Parcels.Enqueue(context.Message.What);
            return Task.CompletedTask;
        }
    }
}
