using Documents.Engines;
using Documents.Outbox;
using Documents.Tests.Articles;
using Documents.Tests.Dispatch;
using Microsoft.Extensions.Logging.Abstractions;

namespace Documents.Tests;

/// <summary>What every storage engine must do. A subclass gives the engine; everything else is the same for all.</summary>
public abstract partial class DocumentStoreCompliance : IAsyncLifetime
{
    protected static readonly IReadOnlyList<Schema> Schemas = [Article.Schema, Counter.Schema];

    private IDocumentEngine engine = null!;
    private Database database = null!;

    /// <summary>Whether several engines, of one process or more, may have the storage open at once.</summary>
    protected virtual bool SeveralEngines => false;

    protected RecordingTransport Transport { get; } = new();

    protected TestTime Time { get; } = new();

    protected IDocumentStore<Article> Articles => database.Store(Article.Schema);

    protected IDocumentStore<Counter> Counters => database.Store(Counter.Schema);

    public async Task InitializeAsync() => await Start();

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await Cleanup();
    }

    /// <summary>A fresh engine, not open yet, over the same storage each time. Calling again after disposal is a restart.</summary>
    protected abstract Task<IDocumentEngine> CreateEngine();

    protected virtual Task Cleanup() => Task.CompletedTask;

    protected Database Over(IDocumentEngine engine) => new("test", engine, Schemas, Transport, Time, NullLogger<Database>.Instance);

    protected async Task Restart()
    {
        await database.DisposeAsync();
        await Start();
    }

    /// <summary>Every message in an outbox, by document.</summary>
    protected async Task<Dictionary<string, IReadOnlyList<OutboxMessage>>> Waiting() =>
        (await engine.Pending(Article.Schema, Time.Now.AddDays(1), 10_000, CancellationToken.None)).ToDictionary(p => p.Id, p => p.Messages);

    protected Task OutboxesAreEmpty() => Testing.Wait.Until(async () => (await Waiting()).Count == 0, "empty outboxes");

    private async Task Start()
    {
        engine = await CreateEngine();
        database = Over(engine);
        await database.Open();
    }

    private Article Draft(string id, Action<Article>? change = null)
    {
        var article = new Article { Id = id, Title = $"Article {id}", CreatedAt = Time.Now };
        change?.Invoke(article);
        return article;
    }

    private async Task<Article> Saved(string id, Action<Article>? change = null)
    {
        var article = Draft(id, change);
        (await Articles.Insert(article)).ShouldBe(WriteResult.Saved);
        return article;
    }

    private async Task<Article> Loaded(string id) => (await Articles.Get(id)).ShouldNotBeNull();
}
