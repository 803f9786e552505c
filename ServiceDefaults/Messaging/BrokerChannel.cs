using System.Reflection;
using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace ServiceDefaults.Messaging;

/// <summary>
/// A channel of the bus, closed so that a lost connection is always given up. RabbitMQ.Client 7.1 and MassTransit 8.4
/// can wait for ever instead, and then nothing reconnects:
/// <para>- Whoever waits for a channel's semaphore when the channel is disposed of is never woken. MassTransit disposes of
/// it at once when a connection is lost, while publishers, declarations and the closing connection wait in that line.
/// Here a channel is closed and left to the garbage collector: each in the line gets its turn, and its error.</para>
/// <para>- When a message cannot be acknowledged because the channel is lost, MassTransit closes the channel from inside
/// the message's handler, and that waits for every handler, itself included. Here the handler does not wait.</para>
/// </summary>
internal sealed class BrokerChannel(ConnectionContext connection, IChannel channel, CancellationToken cancellationToken)
    : RabbitMqChannelContext(connection, channel, cancellationToken), ChannelContext, IAsyncDisposable
{
    private readonly IChannel seen = ClosedInBackground.Around(channel);

    IChannel ChannelContext.Channel => seen;

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        try
        {
            if (Channel.IsOpen)
            {
                await Channel.CloseAsync(CancellationToken);
            }
        }
        catch (Exception)
        {
            // It is lost, and closed by that.
        }
    }
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
