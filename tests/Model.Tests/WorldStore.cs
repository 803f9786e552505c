using Documents;
using Documents.Engines;
using RewardWorker.Ledger;

namespace Model.Tests;

/// <summary>One collection of the world.</summary>
internal sealed class WorldStore<T>(World world, Schema<T> schema) : IDocumentStore<T> where T : Document
{
    public Task<WriteResult> Insert(T document, CancellationToken cancellationToken = default) => Write(WriteKind.Insert, document);

    public Task<WriteResult> Update(T document, CancellationToken cancellationToken = default) => Write(WriteKind.Update, document);

    public Task<WriteResult> Delete(T document, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Nothing that takes part in fulfilment deletes anything.");

    public Task<T?> Get(string id, CancellationToken cancellationToken = default) =>
        Task.FromResult(world.Get(schema.Collection, id) is { } stored ? World.Load<T>(stored) : null);

    /// <summary>What a sweep asks for, what has come due, and the ledger of a request.</summary>
    public Task<Page<T>> Query(Query<T> query, CancellationToken cancellationToken = default)
    {
        var plan = query.Build(schema);
        var found = world.State.All(schema).Where(document =>
            !(world.Broken.LedgerIsUnread && document is Grant)
            && schema.FieldValues(world.Get(schema.Collection, document.Id)!.Body)[plan.OrderField] is { } at
            && string.CompareOrdinal(at, plan.Until) < 0
            && (plan.From is null || string.CompareOrdinal(at, plan.From) >= 0));
        return Task.FromResult(new Page<T>([.. found], null));
    }

    private Task<WriteResult> Write(WriteKind kind, T document)
    {
        try
        {
            return Task.FromResult(world.Write(schema.Collection, kind, document));
        }
        catch (CutOffException e)
        {
            return Task.FromException<WriteResult>(e);
        }
    }
}
