using System.Text.Json;
using Bench.Scenarios;
using Documents;
using Documents.Engines;

namespace Bench.Growth;

/// <summary>One service's database, while that service does not run.</summary>
internal sealed class Store(string name, IDocumentEngine engine) : IAsyncDisposable
{
    private const int Batch = 500;
    private const int ReportedEvery = 100_000;

    public static async Task<Store> Open(string name, IDocumentEngine engine, params Schema[] schemas)
    {
        await engine.Open(schemas, CancellationToken.None);
        return new Store(name, engine);
    }

    /// <summary>Without messages: what they would bring about is inserted too.</summary>
    public async Task Insert<T>(Schema<T> schema, IEnumerable<T> documents, CancellationToken cancellationToken) where T : Document
    {
        var inserted = 0L;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = engine.WriteConcurrency + 1, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(documents.Chunk(Batch), parallel, async (batch, _) =>
        {
            await Write([.. batch.Select(d => Write(schema, WriteKind.Insert, d))]);
            var now = Interlocked.Add(ref inserted, batch.Length);
            if (now / ReportedEvery > (now - batch.Length) / ReportedEvery)
            {
                Progress.Say($"{name}: {now} {schema.Collection}");
            }
        });
        Progress.Say($"{name}: {inserted} {schema.Collection}, done");
    }

    public async Task<T?> Get<T>(Schema<T> schema, string id) where T : Document =>
        await engine.Get(schema, id, CancellationToken.None) is { } stored ? JsonSerializer.Deserialize<T>(stored.Body, DocumentJson.Options) : null;

    public async Task Update<T>(Schema<T> schema, T document) where T : Document =>
        await Write([Write(schema, WriteKind.Update, document) with { ExpectedVersion = (await engine.Get(schema, document.Id, CancellationToken.None))!.Version }]);

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    private static DocumentWrite Write<T>(Schema<T> schema, WriteKind kind, T document) where T : Document =>
        new(schema, kind, document.Id, document.Version, JsonSerializer.SerializeToUtf8Bytes(document, DocumentJson.Options), []);

    private async Task Write(IReadOnlyList<DocumentWrite> batch)
    {
        var results = await engine.Write(batch, CancellationToken.None);
        if (results.Index().FirstOrDefault(r => !r.Item.IsSaved) is { Item.Outcome: not WriteOutcome.Saved } refused)
        {
            throw new InvalidOperationException($"{batch[refused.Index].Schema.Collection}/{batch[refused.Index].Id} was not stored: {refused.Item}.");
        }
    }
}
