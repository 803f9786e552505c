using System.Reflection;
using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace ServiceDefaults.Messaging;

/// <summary>
/// What a receive endpoint sees of its channel. When a message cannot be acknowledged because the channel is lost,
/// MassTransit 8.4 closes the channel from inside the message's handler, and RabbitMQ.Client 7.1 lets that wait for
/// every handler, itself included: the connection is then never given up, and nothing reconnects. Here the handler does
/// not wait for the closing.
/// </summary>
internal sealed class ConsumedChannel(ChannelContext context) : ScopeChannelContext(context, context.CancellationToken), ChannelContext
{
    private readonly IChannel channel = ClosedInBackground.Around(context.Channel);

    IChannel ChannelContext.Channel => channel;
}

/// <summary>Not sealed: proxies derive from it.</summary>
internal class ClosedInBackground : DispatchProxy
{
    private IChannel channel = null!;

    public static IChannel Around(IChannel channel)
    {
        var proxy = Create<IChannel, ClosedInBackground>();
        ((ClosedInBackground)(object)proxy).channel = channel;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var result = targetMethod!.Invoke(channel, BindingFlags.DoNotWrapExceptions, null, args, null);
        return targetMethod.Name == nameof(IChannel.CloseAsync) ? Task.CompletedTask : result;
    }
}

internal sealed class ConsumedChannelFilter : IFilter<ChannelContext>
{
    public Task Send(ChannelContext context, IPipe<ChannelContext> next) => next.Send(new ConsumedChannel(context));

    public void Probe(ProbeContext context) => context.CreateFilterScope("consumedChannel");
}

/// <summary>Gives every receive endpoint of a bus such a channel, those that are connected later too.</summary>
internal sealed class ConsumedChannelObserver : IEndpointConfigurationObserver
{
    public void EndpointConfigured<T>(T configurator) where T : IReceiveEndpointConfigurator
    {
        if (configurator is IRabbitMqReceiveEndpointConfigurator endpoint)
        {
            endpoint.ConfigureChannel(channel => channel.UseFilter(new ConsumedChannelFilter()));
        }
    }
}
