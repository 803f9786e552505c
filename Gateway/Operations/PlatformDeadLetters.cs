using Bus.DeadLetters;
using Documents;

namespace Gateway.Operations;

/// <summary>Dead letters, for a caller who waits: not for ever.</summary>
internal sealed class PlatformDeadLetters(IDeadLetters letters)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task<IReadOnlyList<DeadLetterSummary>> Find(IEnumerable<string> queues, CancellationToken cancellationToken) =>
        Bounded(token => letters.Find(queues, token), cancellationToken);

    public Task<Page<DeadMessage>> Read(string queue, Cursor? after, int size, CancellationToken cancellationToken) =>
        Bounded(token => letters.Read(queue, after, size, token), cancellationToken);

    public Task<long> Redeliver(string queue, CancellationToken cancellationToken) =>
        Bounded(token => letters.Redeliver(queue, token), cancellationToken);

    public Task<bool> Redeliver(string queue, string id, CancellationToken cancellationToken) =>
        Bounded(token => letters.Redeliver(queue, id, token), cancellationToken);

    private static async Task<T> Bounded<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(Patience);
        try
        {
            return await work(bound.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnavailableException("The message broker", e);
        }
    }
}
