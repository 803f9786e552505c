namespace Documents.Outbox;

/// <summary>Carries messages from outboxes to their consumers.</summary>
public interface IOutboxTransport
{
    /// <summary>
    /// Completes when the message is safe outside its document, so that the outbox may forget it. Throws when it is
    /// not, a message that no queue takes included. How long it tries is the transport's own affair.
    /// </summary>
    Task Send(OutboxMessage message, CancellationToken cancellationToken);

    /// <summary>Tells whoever listens. Nobody waits for it or hears that it failed.</summary>
    void Announce(object item);
}
