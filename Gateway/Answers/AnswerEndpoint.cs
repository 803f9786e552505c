using MassTransit;

namespace Gateway.Answers;

/// <summary>
/// The queue of this Gateway's own on which services answer. Not the bus's own endpoint: that one starts with the first
/// request, and while the broker is away each request would block a thread until it has started.
/// </summary>
internal sealed class AnswerEndpoint(IBus bus)
{
    /// <summary>
    /// An answer that comes when nobody waits any more is dropped: the library would put it into a queue that this user may not
    /// make, and lose its channel, with every answer under way, over it.
    /// </summary>
    private readonly Lazy<IClientFactory> clients = new(() =>
        ((IReceiveConnector)bus).ConnectResponseEndpoint(configureEndpoint: endpoint => endpoint.DiscardSkippedMessages()).CreateClientFactory());

    public IRequestClient<TRequest> ClientOf<TRequest>(TimeSpan timeout) where TRequest : class =>
        clients.Value.CreateRequestClient<TRequest>(timeout);
}
