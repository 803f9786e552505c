using Testing.Servers;

namespace Bus.Tests.Messaging;

/// <summary>Its classes use one broker, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class BrokerCollection : ICollectionFixture<OwnServer<RabbitMqServer>>
{
    public const string Name = "Broker";
}
