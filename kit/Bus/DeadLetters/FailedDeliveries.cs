using System.Collections.Concurrent;
using Documents;
using Documents.Outbox;

namespace Bus.DeadLetters;

/// <summary>
/// In memory there are no error queues: a message whose consumer fails stays in its document's outbox and is tried again
/// after a pause that doubles each time. Until it is done it counts as a dead letter here.
/// </summary>
internal sealed class FailedDeliveries(TimeProvider time) : IDeadLetters
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<Guid, Failure> failures = new();

    /// <summary>Ends when the message may be tried again: after its pause, or when it is redelivered.</summary>
    public async Task Pause(OutboxMessage message, Guid? correlationId, string queue, string error, CancellationToken cancellationToken)
    {
        var letter = new DeadLetter(time.GetUtcNow(), error);
        var failure = failures.AddOrUpdate(
            message.Id,
            _ => new Failure(message, correlationId, queue, letter, FirstPause),
            (_, last) => new Failure(message, correlationId, queue, letter, last.IsResumed ? FirstPause : Longer(last.Pause)));
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(failure.Pause, time, pause.Token), failure.Resumed);
        await pause.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Done(Guid messageId) => failures.TryRemove(messageId, out _);

    public Task<IReadOnlyDictionary<string, long>> Count(IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        var counts = failures.Values.CountBy(failure => failure.Queue).ToDictionary(count => count.Key, count => (long)count.Value);
        return Task.FromResult<IReadOnlyDictionary<string, long>>(queues.ToDictionary(queue => queue, queue => counts.GetValueOrDefault(queue)));
    }

    public Task<IReadOnlyList<DeadLetterSummary>> Find(IEnumerable<string> queues, CancellationToken cancellationToken)
    {
        var wanted = queues.ToHashSet();
        return Task.FromResult<IReadOnlyList<DeadLetterSummary>>(
        [
            .. failures.Values
                .Where(failure => wanted.Contains(failure.Queue))
                .GroupBy(failure => failure.Queue)
                .Select(group => (group.Key, Count: group.LongCount(), Newest: group.Select(failure => failure.Letter).MaxBy(letter => letter.At)!))
                .Select(group => new DeadLetterSummary(group.Key, group.Count, group.Newest))
                .OrderBy(letters => letters.Queue, StringComparer.Ordinal),
        ]);
    }

    /// <summary>What was given back is read again when it has failed again.</summary>
    public Task<Page<DeadMessage>> Read(string queue, Cursor? after, int size, CancellationToken cancellationToken) =>
        Task.FromResult(DeadMessage.PageOf(failures.Values.Where(failure => failure.Queue == queue && !failure.IsResumed).Select(failure => failure.Read()), after, size));

    /// <summary>Their pauses end now: the next sweep of the outboxes, within seconds, tries them again.</summary>
    public Task<long> Redeliver(string queue, CancellationToken cancellationToken) =>
        Task.FromResult(failures.Values.Where(failure => failure.Queue == queue).LongCount(failure => failure.Resume()));

    public Task<bool> Redeliver(string queue, string id, CancellationToken cancellationToken) =>
        Task.FromResult(failures.Values.FirstOrDefault(failure => failure.Queue == queue && failure.Id.Equals(id, StringComparison.OrdinalIgnoreCase))?.Resume() == true);

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private sealed record Failure(OutboxMessage Message, Guid? CorrelationId, string Queue, DeadLetter Letter, TimeSpan Pause)
    {
        private readonly TaskCompletionSource resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Id => Message.Id.ToString();

        public Task Resumed => resumed.Task;

        public bool IsResumed => resumed.Task.IsCompleted;

        public DeadMessage Read() => DeadMessage.Of(Id, Letter, Message.Type, CorrelationId?.ToString(), Message.Body);

        /// <summary>False when it was resumed before.</summary>
        public bool Resume() => resumed.TrySetResult();
    }
}
