using Documents;

namespace Bus.DeadLetters;

/// <summary>The messages that consumers could not do, however often they tried, by the name of the queue in which they came.</summary>
public interface IDeadLetters
{
    /// <summary>How many there are in each of these queues.</summary>
    Task<IReadOnlyDictionary<string, long>> Count(IEnumerable<string> queues, CancellationToken cancellationToken);

    /// <summary>Those of these queues that have some.</summary>
    Task<IReadOnlyList<DeadLetterSummary>> Find(IEnumerable<string> queues, CancellationToken cancellationToken);

    /// <summary>What is in the dead letters of a queue, the oldest first.</summary>
    Task<Page<DeadMessage>> Read(string queue, Cursor? after, int size, CancellationToken cancellationToken);

    /// <summary>
    /// Gives dead letters back to their consumer, for a bounded time, the oldest first. One is delivered twice when this is
    /// cut off, and never lost.
    /// </summary>
    /// <returns>How many.</returns>
    Task<long> Redeliver(string queue, CancellationToken cancellationToken);

    /// <summary>Gives one of them back, by the id with which it was read; as safe as all.</summary>
    /// <returns>False when there is no such letter.</returns>
    Task<bool> Redeliver(string queue, string id, CancellationToken cancellationToken);
}

public sealed record DeadLetterSummary(string Queue, long Count, DeadLetter Newest);

/// <param name="At">When its consumer gave up.</param>
/// <param name="Error">What it said.</param>
public sealed record DeadLetter(DateTimeOffset At, string Error);
