using System.Collections.Concurrent;
using Documents;
using EventService.Requests;

namespace EventService.Tests;

/// <summary>A store that counts how often each document was loaded: once in each attempt of a consumer.</summary>
internal sealed class WatchedStore(IDocumentStore<RewardRequest> store) : IDocumentStore<RewardRequest>
{
    private readonly ConcurrentDictionary<string, int> loads = new();

    public int Loads(Guid id) => loads.GetValueOrDefault(id.ToString());

    public Task<WriteResult> Insert(RewardRequest document, CancellationToken cancellationToken = default) => store.Insert(document, cancellationToken);

    public Task<WriteResult> Update(RewardRequest document, CancellationToken cancellationToken = default) => store.Update(document, cancellationToken);

    public Task<WriteResult> Delete(RewardRequest document, CancellationToken cancellationToken = default) => store.Delete(document, cancellationToken);

    public Task<RewardRequest?> Get(string id, CancellationToken cancellationToken = default)
    {
        loads.AddOrUpdate(id, 1, (_, count) => count + 1);
        return store.Get(id, cancellationToken);
    }

    public Task<Page<RewardRequest>> Query(Query<RewardRequest> query, CancellationToken cancellationToken = default) => store.Query(query, cancellationToken);
}
