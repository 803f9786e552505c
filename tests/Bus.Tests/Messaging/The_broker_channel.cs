using System.Reflection;
using Bus.Broker;
using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Testing;
using Testing.Servers;

namespace Bus.Tests.Messaging;

[Collection(BrokerCollection.Name)]
public sealed class The_broker_channel(OwnServer<RabbitMqServer> own)
{
    /// <summary>What MassTransit's consumer does when it cannot acknowledge.</summary>
    [RealFact(Real.RabbitMq, Own = true)]
    public async Task A_handler_may_close_its_channel_after_the_broker_is_lost()
    {
        var broker = await own.Running();
        var factory = new ConnectionFactory { Uri = new Uri(broker.ConnectionString), AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync();
        var lost = new TaskCompletionSource<ShutdownEventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
        ChannelContext channel = await PatientConnection.Channel(connection);
        channel.Channel.ChannelShutdownAsync += (_, reason) =>
        {
            lost.TrySetResult(reason);
            return Task.CompletedTask;
        };
        var (handling, handled) = (new TaskCompletionSource(), new TaskCompletionSource());
        var consumer = new AsyncEventingBasicConsumer(channel.Channel);
        consumer.ReceivedAsync += async (_, _) =>
        {
            handling.SetResult();
            try
            {
                await channel.Channel.CloseAsync(await lost.Task, abort: true);
            }
            finally
            {
                // The client gives up the close where the connection's token is cancelled before the close has its turn.
                handled.SetResult();
            }
        };
        var queue = (await channel.Channel.QueueDeclareAsync()).QueueName;
        await channel.BasicConsume(queue, noAck: false, exclusive: false, new Dictionary<string, object>(), consumer, "", CancellationToken.None);
        await channel.Channel.BasicPublishAsync("", queue, new byte[] { 1 });
        await handling.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await broker.Kill();

        await Wait.Until(() => handled.Task.IsCompleted, "the handler has ended");
        channel.Channel.IsClosed.ShouldBeTrue();
    }

    /// <summary>What MassTransit does when a connection is lost, while a receive endpoint declares its exchanges.</summary>
    [RealFact(Real.RabbitMq, Own = true)]
    public async Task Whoever_waits_for_a_channel_is_told_that_it_is_lost()
    {
        var broker = await own.Running();
        var factory = new ConnectionFactory { Uri = new Uri(broker.ConnectionString), AutomaticRecoveryEnabled = false };
        await using var connection = await factory.CreateConnectionAsync();
        var channel = await PatientConnection.Channel(connection);
        channel.Channel.ChannelShutdownAsync += async (_, _) => await ((IAsyncDisposable)channel).DisposeAsync();
        await broker.Freeze();
        var declarations = Enumerable.Range(0, 50)
            .Select(i => channel.ExchangeDeclare($"exchange-{i}", "fanout", true, false, new Dictionary<string, object>(), CancellationToken.None))
            .ToList();

        await broker.Kill();

        await Wait.Until(() => declarations.TrueForAll(declaration => declaration.IsFaulted), "each declaration has failed");
        channel.Channel.IsClosed.ShouldBeTrue();
    }

    /// <summary>Without heartbeats, so that nothing else ends it.</summary>
    [RealFact(Real.RabbitMq, Own = true)]
    public async Task A_connection_that_ends_in_the_middle_of_a_frame_is_lost()
    {
        var broker = await own.Running();
        await using var relay = new Relay(broker);
        var factory = new ConnectionFactory
        {
            Uri = relay.Address,
            AutomaticRecoveryEnabled = false,
            SocketFactory = BrokerSocket.Create,
            RequestedHeartbeat = TimeSpan.Zero,
        };
        await using var connection = await factory.CreateConnectionAsync();

        const byte method = 1;
        await relay.EndWith(method, 0, 1);

        await Wait.Until(() => !connection.IsOpen, "the connection is lost");
    }
}

/// <summary>Not sealed: proxies derive from it.</summary>
internal class PatientConnection : DispatchProxy
{
    public static async Task<BrokerChannel> Channel(IConnection connection) => new(
        Create<ConnectionContext, PatientConnection>(),
        await connection.CreateChannelAsync(),
        concurrency: 16,
        Create<IAgent, PatientConnection>(),
        CancellationToken.None);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.ReturnType == typeof(TimeSpan) ? TimeSpan.FromMinutes(10)
        : targetMethod.ReturnType.IsValueType && targetMethod.ReturnType != typeof(void) ? Activator.CreateInstance(targetMethod.ReturnType)
        : null;
}
