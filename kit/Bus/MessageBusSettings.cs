using Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace Bus;

/// <param name="RabbitMq">amqp://user:password@host:port/vhost; null with the embedded transport.</param>
/// <param name="QuorumQueues">Whether queues of work are; those of questions are always classic.</param>
/// <param name="RequestTimeout">How long the Gateway waits for a service's answer.</param>
public sealed record MessageBusSettings(bool Embedded, string? RabbitMq, bool QuorumQueues, ushort Prefetch, TimeSpan RequestTimeout)
{
    public static MessageBusSettings From(IConfiguration configuration)
    {
        var embedded = configuration.OneOf("Transport", "rabbitmq", "embedded") == "embedded";
        return new MessageBusSettings(
            embedded,
            embedded ? null : RabbitMqUri(configuration),
            configuration.Flag("Messaging:QuorumQueues", false),
            (ushort)configuration.Number("Messaging:Prefetch", 256, 1, 10_000),
            TimeSpan.FromMilliseconds(configuration.Number("Messaging:RequestTimeoutMilliseconds", 4000, 100, 60_000)));
    }

    private static string RabbitMqUri(IConfiguration configuration)
    {
        var text = configuration.Required("ConnectionStrings:RabbitMq");
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "amqp" or "amqps" or "rabbitmq" or "rabbitmqs"
            ? text
            : throw new ConfigurationException("ConnectionStrings:RabbitMq", "is not an address like amqp://user:password@host:5672/");
    }
}
