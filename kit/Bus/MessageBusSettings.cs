using Hosting.Configuration;
using Hosting.Secrets;
using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;

namespace Bus;

/// <param name="RabbitMq">amqp://user:password@host:port/vhost; null with the embedded transport.</param>
/// <param name="QuorumQueues">Whether queues of work are; those of questions are always classic.</param>
/// <param name="RequestTimeout">How long the Gateway waits for a service's answer.</param>
public sealed record MessageBusSettings(bool Embedded, string? RabbitMq, bool QuorumQueues, ushort Prefetch, TimeSpan RequestTimeout)
{
    private const string RabbitMqKey = "ConnectionStrings:RabbitMq";

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
        var text = configuration.Required(RabbitMqKey);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps" or "rabbitmq" or "rabbitmqs"))
        {
            throw new ConfigurationException(RabbitMqKey, "is not an address like amqp://user:password@host:5672/");
        }

        configuration.RefuseKnown(RabbitMqKey, PasswordOf(uri));
        return text;
    }

    /// <summary>The client's own where the address has none.</summary>
    private static string PasswordOf(Uri broker) =>
        broker.UserInfo.Split(':', 2) is [_, var password] ? Uri.UnescapeDataString(password) : ConnectionFactory.DefaultPass;
}
