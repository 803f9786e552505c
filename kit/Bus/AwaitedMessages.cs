using MassTransit;

namespace Bus;

/// <summary>
/// What a sender waits for, a question or its answer, is not persistent: once the broker has gone nobody waits for it any
/// more, and a password in it stays out of the broker's files.
/// </summary>
internal sealed class AwaitedMessages : OutgoingMessages
{
    /// <summary>An answer carries the id of its question.</summary>
    protected override void Prepare<T>(SendContext<T> context) => context.Durable &= context.RequestId is null;
}
