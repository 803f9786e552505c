using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MassTransit;
using Messages;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Testing;
using Testing.Servers;

namespace Bus.Tests.Messaging;

public sealed class What_is_on_the_wire
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Has_no_blanks_that_nobody_reads()
    {
        await using var broker = await new RabbitMqServer().Started();
        await using var host = await new TestHost(
            new() { ["Transport"] = "rabbitmq", ["ConnectionStrings:RabbitMq"] = broker.ConnectionString }, _ => { }, bus: _ => { }).Start();
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var exchange = MessageNames.Of(typeof(Weighed)).Replace('+', '-');
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync("scales", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("scales", exchange, "");

        await host.Services.GetRequiredService<IBus>().Publish(new Weighed(12, "one parcel"));

        BasicGetResult? got = null;
        await Wait.Until(async () => (got = await channel.BasicGetAsync("scales", autoAck: true)) is not null, "it to arrive");
        var text = Encoding.UTF8.GetString(got!.Body.Span);
        text.ShouldBe(JsonSerializer.Serialize(JsonDocument.Parse(text).RootElement, Compact));
        text.ShouldContain("\"message\":{\"grams\":12,\"what\":\"one parcel\"}");
    }

    public sealed record Weighed(int Grams, string What);
}
