using System.Collections.Concurrent;
using Documents.Outbox;

namespace Documents.Tests.Dispatch;

/// <summary>Keeps what it is given, or refuses it while it is down.</summary>
public sealed class RecordingTransport : IOutboxTransport
{
    private readonly ConcurrentQueue<OutboxMessage> sent = new();
    private readonly ConcurrentQueue<OutboxMessage> refused = new();
    private readonly ConcurrentQueue<object> announced = new();

    /// <summary>Which messages cannot be sent.</summary>
    public Func<OutboxMessage, bool> Refuses { get; set; } = _ => false;

    /// <summary>Completes when a message may go on.</summary>
    public Func<OutboxMessage, Task> Holds { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<OutboxMessage> Sent => [.. sent];

    public IReadOnlyList<OutboxMessage> Refused => [.. refused];

    public IReadOnlyList<object> Announced => [.. announced];

    public bool IsDown
    {
        set => Refuses = _ => value;
    }

    public async Task Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        await Holds(message).WaitAsync(cancellationToken);
        if (Refuses(message))
        {
            refused.Enqueue(message);
            throw new IOException("The broker is down.");
        }

        sent.Enqueue(message);
    }

    public void Announce(object item) => announced.Enqueue(item);
}
