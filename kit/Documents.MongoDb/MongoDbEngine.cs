using System.Collections.Concurrent;
using Documents.Engines;
using Documents.Outbox;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Documents.MongoDb;

/// <summary>
/// Documents in one database of a MongoDB server, replica set or sharded cluster. Needs no more than that one document
/// changes atomically: no transactions, no sessions of its own, no change streams, plain and sparse indexes.
/// </summary>
public sealed class MongoDbEngine : IDocumentEngine
{
    /// <summary>The name of its meter and of its activity source.</summary>
    public const string Instrumentation = "Messaging.MongoDb";

    /// <summary>Connections kept from reads: for the running batches of writes, for clearing, the sweep and the ping.</summary>
    private const int Reserved = 12;

    /// <summary>For so long at most a query may miss what a process of an older version has written.</summary>
    internal static readonly TimeSpan RenewEvery = TimeSpan.FromMinutes(1);

    private static readonly BsonDocument WithBody = new() { { StoredCollection.Version, 1 }, { StoredCollection.Body, 1 } };

    private readonly ConcurrentDictionary<Schema, StoredCollection> collections = new();
    private readonly MongoClient client;
    private readonly IMongoDatabase database;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly TimeSpan patience;
    private readonly CancellationTokenSource stopping = new();
    private Task renewing = Task.CompletedTask;

    /// <summary>The driver refuses to let more than some hundred wait for a connection, and a burst of reads may be thousands.</summary>
    private readonly SemaphoreSlim reads;

    /// <param name="connectionString">Names the servers. Its own concerns, time-outs and pool sizes win over the defaults here.</param>
    /// <exception cref="FormatException">It is none. The message quotes nothing of it.</exception>
    public MongoDbEngine(string connectionString, string database, ILogger logger, TimeProvider? time = null)
    {
        this.logger = logger;
        this.time = time ?? TimeProvider.System;
        var settings = ClientSettings.From(connectionString, database);
        settings.ClusterConfigurator = new CommandEvents(database).Subscribe;
        patience = settings.ServerSelectionTimeout;
        reads = new SemaphoreSlim(Math.Max(1, settings.MaxConnectionPoolSize - Reserved));
        client = new MongoClient(settings);
        this.database = client.GetDatabase(database);
    }

    /// <summary>More than elsewhere: a batch waits for other machines, not for the CPU.</summary>
    public int WriteConcurrency => 4;

    /// <returns>Null when it names none.</returns>
    /// <exception cref="FormatException">It is no connection string. The message quotes nothing of it.</exception>
    public static string? PasswordOf(string connectionString) => ClientSettings.PasswordOf(connectionString);

    public async Task Open(IReadOnlyList<Schema> schemas, CancellationToken cancellationToken)
    {
        List<CollectionSetup> setups = [.. schemas.Select(schema => new CollectionSetup(database, Collection(schema), logger))];
        await Reached(() => Task.WhenAll(setups.Select(setup => setup.Run(cancellationToken))));
        renewing = KeepFilled(setups);
    }

    public async Task<WriteResult[]> Write(IReadOnlyList<DocumentWrite> batch, CancellationToken cancellationToken)
    {
        var groups = await Task.WhenAll(batch
            .GroupBy(w => w.Schema)
            .Select(g => new CollectionWrites(Collection(g.Key), logger).Run(g, cancellationToken)));
        return [.. batch.Select(w => groups.First(g => g.ContainsKey(w))[w])];
    }

    public async Task<StoredDocument?> Get(Schema schema, string id, CancellationToken cancellationToken)
    {
        var found = await Read(Collection(schema).Documents.Find(StoredCollection.ById(id)).Limit(1), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    public async Task<IReadOnlyList<StoredDocument>> Query(Schema schema, DocumentQuery query, CancellationToken cancellationToken) => await Read(
        Collection(schema).Documents
            .Find(StoredCollection.Filter(query), new FindOptions { BatchSize = query.Limit, Hint = StoredCollection.Hint(query) })
            .Sort(StoredCollection.Sort(query))
            .Limit(query.Limit),
        cancellationToken);

    public Task<long> Count(Schema schema, DocumentQuery query, CancellationToken cancellationToken) =>
        Collection(schema).Documents.CountDocumentsAsync(StoredCollection.Filter(query), cancellationToken: cancellationToken);

    public Task<IReadOnlyList<PendingOutbox>> Pending(Schema schema, DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken) =>
        new StoredOutbox(Collection(schema)).Pending(raisedBefore, limit, cancellationToken);

    public Task<OutboxBacklog> Backlog(Schema schema, CancellationToken cancellationToken) =>
        new StoredOutbox(Collection(schema)).Backlog(cancellationToken);

    public async Task<long?> Size(CancellationToken cancellationToken) =>
        (await database.RunCommandAsync<BsonDocument>(new BsonDocument("dbStats", 1), ReadPreference.Primary, cancellationToken))["totalSize"].ToInt64();

    public Task Clear(IReadOnlyList<SentMessages> sent, CancellationToken cancellationToken) =>
        Task.WhenAll(sent.GroupBy(s => s.Schema).Select(g => new StoredOutbox(Collection(g.Key)).Clear(g, cancellationToken)));

    /// <summary>Asks the server that takes writes.</summary>
    public Task Ping(CancellationToken cancellationToken) =>
        Reached(() => database.RunCommandAsync<BsonDocument>(new BsonDocument("ping", 1), ReadPreference.Primary, cancellationToken));

    public bool IsUnavailable(Exception fault) => ServerFault.MayPass(fault);

    public bool IsDiskFault(Exception fault) => ServerFault.IsOfDisk(fault);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
        client.Dispose();
        reads.Dispose();
    }

    private async Task<List<StoredDocument>> Read(IFindFluent<BsonDocument, BsonDocument> find, CancellationToken cancellationToken)
    {
        await reads.WaitAsync(cancellationToken);
        try
        {
            var found = await find.Project<BsonDocument>(WithBody).ToListAsync(cancellationToken);
            return found.ConvertAll(StoredCollection.Stored);
        }
        finally
        {
            reads.Release();
        }
    }

    private StoredCollection Collection(Schema schema) => collections.GetOrAdd(schema, s => new StoredCollection(database, s));

    /// <summary>A process of an older version may write for as long as it runs, and knows nothing of fields that were declared since.</summary>
    private async Task KeepFilled(IReadOnlyList<CollectionSetup> setups)
    {
        using var timer = new PeriodicTimer(RenewEvery, time);
        while (await timer.WaitForNextTickAsync(stopping.Token))
        {
            try
            {
                await Task.WhenAll(setups.Select(setup => setup.Renew(stopping.Token)));
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                // The server's own message may quote the value of a field.
                logger.LogWarning(
                    "Fields that an older version does not know could not be filled: {Fault}", e is InvalidDataException ? e.Message : e.GetType().Name);
            }
        }
    }

    private async Task Reached(Func<Task> ask)
    {
        try
        {
            await ask();
            return;
        }
        catch (TimeoutException) when (Unreachable() is not null)
        {
            // The driver's own message is a page about every server that it knows.
        }

        throw new TimeoutException($"No MongoDB server that takes writes was found within {patience.TotalSeconds} s: {Unreachable()}");
    }

    private string? Unreachable() =>
        client.Cluster.Description.Servers.Select(s => s.HeartbeatException?.GetBaseException().Message).FirstOrDefault(m => m is not null);
}
