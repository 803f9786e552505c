using Documents;
using Microsoft.Extensions.DependencyInjection;

namespace LiveService.Tests;

/// <summary>Whether the stores of a service are away, as a test says.</summary>
internal sealed class StoreOutage
{
    private int writesLeft = int.MaxValue;
    private int refused;

    public bool IsOn
    {
        get => Volatile.Read(ref writesLeft) <= 0;
        set => Volatile.Write(ref writesLeft, value ? 0 : int.MaxValue);
    }

    /// <summary>How many queries found the store away.</summary>
    public int Refused => Volatile.Read(ref refused);

    /// <summary>Begins when one more document was written.</summary>
    public void FollowsTheNextWrite() => Volatile.Write(ref writesLeft, 1);

    public static void Add<T>(IServiceCollection services) where T : Document
    {
        var real = services.Last(service => service.ServiceType == typeof(IDocumentStore<T>)).ImplementationFactory!;
        services.AddSingleton<IDocumentStore<T>>(provider => new Store<T>((IDocumentStore<T>)real(provider), provider.GetRequiredService<StoreOutage>()));
    }

    private async Task<TResult> Pass<TResult>(Func<Task<TResult>> call)
    {
        if (IsOn)
        {
            Interlocked.Increment(ref refused);
            throw new StoreUnavailableException("The test says so.", new TimeoutException());
        }

        return await call();
    }

    private async Task<WriteResult> Write(Func<Task<WriteResult>> write)
    {
        var result = await Pass(write);
        if (Volatile.Read(ref writesLeft) < int.MaxValue)
        {
            Interlocked.Decrement(ref writesLeft);
        }

        return result;
    }

    private sealed class Store<T>(IDocumentStore<T> store, StoreOutage outage) : IDocumentStore<T> where T : Document
    {
        public Task<WriteResult> Insert(T document, CancellationToken cancellationToken = default) => outage.Write(() => store.Insert(document, cancellationToken));

        public Task<WriteResult> Update(T document, CancellationToken cancellationToken = default) => outage.Write(() => store.Update(document, cancellationToken));

        public Task<WriteResult> Delete(T document, CancellationToken cancellationToken = default) => outage.Write(() => store.Delete(document, cancellationToken));

        public Task<T?> Get(string id, CancellationToken cancellationToken = default) => outage.Pass(() => store.Get(id, cancellationToken));

        public T? Recent(string id) => store.Recent(id);

        public Task<Page<T>> Query(Query<T> query, CancellationToken cancellationToken = default) => outage.Pass(() => store.Query(query, cancellationToken));

        public Task<long> Count(Query<T> query, CancellationToken cancellationToken = default) => outage.Pass(() => store.Count(query, cancellationToken));
    }
}
