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

    /// <param name="bundleSize">How many messages may go to the broker as one.</param>
    public BrokerBusFactory(int bundleSize, Action<IBusRegistrationContext, IRabbitMqBusFactoryConfigurator> configure)
        : this(new BusConfiguration(new RabbitMqTopologyConfiguration(RabbitMqBusFactory.CreateMessageTopology()), bundleSize), configure)
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
        public BusConfiguration(RabbitMqTopologyConfiguration topology, int bundleSize) : base(topology) =>
            Host = new HostConfiguration(this, topology, bundleSize);

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

        public HostConfiguration(IRabbitMqBusConfiguration bus, IRabbitMqTopologyConfiguration topology, int bundleSize) : base(bus, topology) =>
            connections = new Recycle<IConnectionContextSupervisor>(() => new Connections(this, topology, bundleSize));

        public override IRetryPolicy ReceiveTransportRetryPolicy => Reconnecting;

        IConnectionContextSupervisor IRabbitMqHostConfiguration.ConnectionContextSupervisor => connections.Supervisor;
    }

    private sealed class Connections(IRabbitMqHostConfiguration host, IRabbitMqTopologyConfiguration topology, int bundleSize)
        : ConnectionContextSupervisor(host, topology), IConnectionContextSupervisor
    {
        Task IPipeContextSource<ConnectionContext>.Send(IPipe<ConnectionContext> pipe, CancellationToken cancellationToken) =>
            Send(new ConnectionPipe(pipe, bundleSize), cancellationToken);
    }

    private sealed class ConnectionPipe(IPipe<ConnectionContext> next, int bundleSize) : IPipe<ConnectionContext>
    {
        public Task Send(ConnectionContext context) => next.Send(new Connection(context, bundleSize));

        public void Probe(ProbeContext context) => next.Probe(context);
    }

    private sealed class Connection(ConnectionContext context, int bundleSize) : SharedConnectionContext(context, context.CancellationToken), ConnectionContext
    {
        async Task<ChannelContext> ConnectionContext.CreateChannelContext(
            IAgent agent, ushort? concurrentMessageLimit, CancellationToken cancellationToken) =>
            new BrokerChannel(
                this, await CreateChannel(BrokerChannel.Dispatchers, cancellationToken), concurrentMessageLimit ?? 1, bundleSize, agent, cancellationToken);
    }
}
