using System.Text.Json;
using Documents.Engines;
using Documents.MongoDb;
using Documents.Outbox;
using Documents.Tests.Articles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using MongoDB.Driver;
using Testing.Servers;

namespace Documents.Tests.MongoDb.Server;

/// <summary>A database of its own on the given server, any number of engines on it, and a client beside them.</summary>
public abstract class MongoDbTest : IAsyncLifetime
{
    private readonly List<MongoDbEngine> engines = [];
    private readonly MongoClient client = new(GivenMongoDb.ConnectionString);

    private protected FakeTimeProvider Time { get; } = new();

    protected string Database { get; } = GivenMongoDb.NewDatabase();

    private protected IMongoCollection<BsonDocument> Articles => client.GetDatabase(Database).GetCollection<BsonDocument>(Article.Schema.Collection);

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        foreach (var engine in engines)
        {
            await engine.DisposeAsync();
        }

        client.Dispose();
        await GivenMongoDb.Drop(Database);
    }

    protected MongoDbEngine Create(string? connectionString = null)
    {
        var engine = new MongoDbEngine(connectionString ?? GivenMongoDb.ConnectionString, Database, NullLogger<MongoDbEngine>.Instance, Time);
        engines.Add(engine);
        return engine;
    }

    protected Task<MongoDbEngine> Open(string? connectionString = null) => Open(Article.Schema, connectionString);

    protected async Task<MongoDbEngine> Open(Schema schema, string? connectionString = null)
    {
        var engine = Create(connectionString);
        await engine.Open([schema], CancellationToken.None);
        return engine;
    }

    protected static Task<WriteResult[]> Write(MongoDbEngine engine, params DocumentWrite[] writes) => engine.Write(writes, CancellationToken.None);

    protected static DocumentWrite Insert(string id, string? slug = null, params DateTimeOffset[] raised) => Save(WriteKind.Insert, id, 0, slug, raised);

    protected static DocumentWrite Update(string id, long version, string? slug = null, params DateTimeOffset[] raised) =>
        Save(WriteKind.Update, id, version, slug, raised);

    private static DocumentWrite Save(WriteKind kind, string id, long version, string? slug, DateTimeOffset[] raised) => new(
        Article.Schema,
        kind,
        id,
        version,
        JsonSerializer.SerializeToUtf8Bytes(new Article { Id = id, Slug = slug, Title = $"Article {id}" }, DocumentJson.Options),
        [.. raised.Select(at => OutboxMessage.From(new ArticleChanged(id, 1), at, null))]);
}
