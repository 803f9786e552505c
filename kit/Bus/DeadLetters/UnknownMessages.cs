using MassTransit;
using MassTransit.Middleware.Rescue;
using MassTransit.Serialization;
using MassTransit.Transports;

namespace Bus.DeadLetters;

internal static class UnknownMessagesExtensions
{
    /// <summary>Where nothing may vanish: a message that no consumer here knows is one that failed.</summary>
    public static void KeepUnknownMessages(this IReceiveEndpointConfigurator endpoint) =>
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(new UnknownMessageFilter(isKept: true)));

    public static void DiscardUnknownMessages(this IReceiveEndpointConfigurator endpoint) =>
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(new UnknownMessageFilter(isKept: false)));
}

/// <summary>
/// Takes what a newer version has sent, or what waits for a consumer that has moved. MassTransit itself puts it into a queue
/// of its own at which nobody looks.
/// </summary>
internal sealed class UnknownMessageFilter(bool isKept) : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var unknown = new UnknownMessageException(TypesOf(context));
        if (isKept)
        {
            await context.NotifyFaulted(unknown);
            await context.GetPayload<IErrorTransport>().Send(new RescueExceptionReceiveContext(context, unknown));
        }
        else
        {
            LogContext.Warning?.Log("{Error}: a message in {Queue} is discarded", unknown.Message, WorkQueues.NameOf(context.InputAddress));
        }

        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unknown-message");

    /// <summary>For the reason only: a message that cannot be read is kept or discarded as any other.</summary>
    private static string TypesOf(ReceiveContext context)
    {
        try
        {
            var types = SystemTextJsonMessageSerializer.Instance.Deserialize(context.Body, context.TransportHeaders, context.InputAddress).SupportedMessageTypes;
            return types is { Length: > 0 } ? string.Join(", ", types) : "a message that names no type";
        }
        catch (Exception)
        {
            return "what cannot be read";
        }
    }
}

internal sealed class UnknownMessageException(string types) : Exception($"No consumer of this version knows {types}");
