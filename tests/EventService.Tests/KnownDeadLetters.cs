using Bus.DeadLetters;
using Documents;

namespace EventService.Tests;

/// <summary>As many in each queue as a test says.</summary>
internal sealed class KnownDeadLetters : IDeadLetters
{
    public Dictionary<string, long> Counts { get; } = [];

    public Task<IReadOnlyDictionary<string, long>> Count(IEnumerable<string> queues, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(queues.ToDictionary(queue => queue, queue => Counts.GetValueOrDefault(queue)));

    public Task<IReadOnlyList<DeadLetterSummary>> Find(IEnumerable<string> queues, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeadLetterSummary>>([]);

    public Task<Page<DeadMessage>> Read(string queue, Cursor? after, int size, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<DeadMessage>([], null));

    public Task<long> Redeliver(string queue, CancellationToken cancellationToken) => Task.FromResult(0L);

    public Task<bool> Redeliver(string queue, string id, CancellationToken cancellationToken) => Task.FromResult(false);
}
