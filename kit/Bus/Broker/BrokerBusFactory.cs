using MassTransit;
using MassTransit.Configuration;
using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.Transports;
using MassTransit.Util;
using RabbitMQ.Client.Exceptions;

namespace Bus.Broker;

/// <summary>
/// What <c>UsingRabbitMq</c> builds, with channels that are <see cref="BrokerChannel"/>s. MassTransit has no setting for
/// that: each class here answers one call of the library's chain from the bus down to the channel.
/// </summary>
internal sealed class BrokerBusFactory : TransportRegistrationBusFactory<IRabbitMqReceiveEndpointConfigurator>
{
    private readonly BusConfiguration bus;
    private readonly Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator> configure;

    public BrokerBusFactory(Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator> configure)
        : this(new BusConfiguration(new RabbitMqTopologyConfiguration(RabbitMqBusFactory.CreateMessageTopology())), configure)
    {
    }

    private BrokerBusFactory(BusConfiguration bus, Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator> configure)
        : base(bus.Host)
    {
        this.bus = bus;
        this.configure = configure;
    }

    public override IBusInstance CreateBus(
        IBusRegistrationContext context, IEnumerable<IBusInstanceSpecification> specifications, string busName) =>
        CreateBus(new RabbitMqBusFactoryConfigurator(bus), context, configure, specifications);

    private sealed class BusConfiguration : RabbitMqBusConfiguration, IRabbitMqBusConfiguration
    {
        public BusConfiguration(RabbitMqTopologyConfiguration topology) : base(topology) =>
            Host = new HostConfiguration(this, topology);

        public HostConfiguration Host { get; }

        IRabbitMqHostConfiguration IRabbitMqBusConfiguration.HostConfiguration => Host;

        IHostConfiguration IBusConfiguration.HostConfiguration => Host;

        ConnectHandle IEndpointConfigurationObserverConnector.ConnectEndpointConfigurationObserver(IEndpointConfigurationObserver observer) =>
            Host.ConnectEndpointConfigurationObserver(observer);
    }

    private sealed class HostConfiguration : RabbitMqHostConfiguration, IRabbitMqHostConfiguration
    {
        /// <summary>
        /// MassTransit's own waits from 3 to 30 s, for each queue by itself, and gives a queue up for good when the broker
        /// refuses a password once, which is mended on the broker.
        /// </summary>
        private static readonly IRetryPolicy Reconnecting = Retry.CreatePolicy(retry =>
        {
            retry.Handle<ConnectionException>();
            retry.Handle<AlreadyClosedException>();
            retry.Handle<EndOfStreamException>();
            retry.Handle<OperationInterruptedException>(fault => fault.ChannelShouldBeClosed());
            retry.Exponential(1000, TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(0.5));
        });

        private readonly Recycle<IConnectionContextSupervisor> connections;

        public HostConfiguration(IRabbitMqBusConfiguration bus, IRabbitMqTopologyConfiguration topology) : base(bus, topology) =>
            connections = new Recycle<IConnectionContextSupervisor>(() => new Connections(this, topology));

        public override IRetryPolicy ReceiveTransportRetryPolicy => Reconnecting;

        IConnectionContextSupervisor IRabbitMqHostConfiguration.ConnectionContextSupervisor => connections.Supervisor;
    }

    private sealed class Connections(IRabbitMqHostConfiguration host, IRabbitMqTopologyConfiguration topology)
        : ConnectionContextSupervisor(host, topology), IConnectionContextSupervisor
    {
        Task IPipeContextSource<ConnectionContext>.Send(IPipe<ConnectionContext> pipe, CancellationToken cancellationToken) =>
            Send(new ConnectionPipe(pipe), cancellationToken);
    }

    private sealed class ConnectionPipe(IPipe<ConnectionContext> next) : IPipe<ConnectionContext>
    {
        public Task Send(ConnectionContext context) => next.Send(new Connection(context));

        public void Probe(ProbeContext context) => next.Probe(context);
    }

    private sealed class Connection(ConnectionContext context) : SharedConnectionContext(context, context.CancellationToken), ConnectionContext
    {
        async Task<ChannelContext> ConnectionContext.CreateChannelContext(
            IAgent agent, ushort? concurrentMessageLimit, CancellationToken cancellationToken) =>
            new BrokerChannel(this, await CreateChannel(BrokerChannel.Dispatchers, cancellationToken), concurrentMessageLimit ?? 1, agent, cancellationToken);
    }
}
