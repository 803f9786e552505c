using Microsoft.Extensions.Logging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Documents.MongoDb;

/// <summary>
/// Makes a collection what its schema asks for, beside processes that write to it. Each step may be repeated and may be the
/// last one before the process is killed: the next start goes on from there.
/// </summary>
internal sealed class CollectionSetup(IMongoDatabase database, StoredCollection collection, ILogger logger)
{
    /// <summary>Among them a unique index that a sharded collection cannot have.</summary>
    private const int CannotCreateIndex = 67;
    private const int IndexOptionsConflict = 85;
    private const int IndexKeySpecsConflict = 86;

    /// <summary>The fields of each collection that any version has ever declared; no collection of documents has such a name.</summary>
    private const string Declared = "engine fields";
    private const string Fields = "fields";

    private const int FillPage = 500;
    private const int ReportedEvery = 100_000;

    /// <summary>To create an index that is there is nothing to the server, and of several that create it one does.</summary>
    public async Task Run(CancellationToken cancellationToken)
    {
        await collection.Documents.Indexes.CreateOneAsync(StoredCollection.ByLayout, cancellationToken: cancellationToken);
        await Renew(cancellationToken);
        await CreateIndexes(cancellationToken);
    }

    /// <summary>Learns of the fields that any version has declared, and fills them where a version that did not know them has written.</summary>
    /// <exception cref="InvalidDataException">Stored documents share a value of a unique field.</exception>
    public async Task Renew(CancellationToken cancellationToken)
    {
        collection.Has(await Declare(cancellationToken));
        var filled = 0L;
        while (await Due(cancellationToken) is { Count: > 0 } page)
        {
            await Fill(page, cancellationToken);
            var before = filled;
            filled += page.Count;
            if (filled / ReportedEvery > before / ReportedEvery)
            {
                logger.LogInformation("Filled new fields of {Filled} documents of {Collection}", filled, collection.Name);
            }
        }

        if (filled > 0)
        {
            logger.LogInformation("Filled the new fields of {Collection}: {Filled} documents", collection.Name, filled);
        }
    }

    /// <summary>Fields are only ever added, so that their number says which they are.</summary>
    private async Task<List<string>> Declare(CancellationToken cancellationToken)
    {
        var own = new BsonArray(collection.DeclaredFields);
        while (true)
        {
            try
            {
                var declared = await database.GetCollection<BsonDocument>(Declared).FindOneAndUpdateAsync<BsonDocument>(
                    new BsonDocument(StoredCollection.Id, collection.Name),
                    new BsonDocument("$addToSet", new BsonDocument(Fields, new BsonDocument("$each", own))),
                    new() { IsUpsert = true, ReturnDocument = ReturnDocument.After },
                    cancellationToken);
                return [.. declared[Fields].AsBsonArray.Select(f => f.AsString)];
            }
            catch (MongoCommandException e) when (DuplicateKeys.Is(e.Code))
            {
                // Another process was the first.
            }
        }
    }

    private Task<List<BsonDocument>> Due(CancellationToken cancellationToken) => collection.Documents
        .Find(collection.OfOlderLayout, new FindOptions { BatchSize = FillPage })
        .Project<BsonDocument>(StoredCollection.AsToFill)
        .Limit(FillPage)
        .ToListAsync(cancellationToken);

    /// <summary>Whoever writes or fills one meanwhile knows as many fields, or it is due again.</summary>
    private async Task Fill(List<BsonDocument> page, CancellationToken cancellationToken)
    {
        try
        {
            await collection.Documents.BulkWriteAsync(
                page.Select(d => new UpdateOneModel<BsonDocument>(StoredCollection.AsSeen(d), collection.Fill(d))),
                new BulkWriteOptions { IsOrdered = false },
                cancellationToken);
            return;
        }
        catch (MongoBulkWriteException<BsonDocument> e) when (DuplicateKeys.IsAllOf(e))
        {
        }

        throw Shared("a unique index of it refuses what was written without the field");
    }

    private async Task CreateIndexes(CancellationToken cancellationToken)
    {
        string fault;
        try
        {
            await collection.Documents.Indexes.CreateManyAsync(collection.Indexes, cancellationToken);
            return;
        }
        catch (MongoCommandException e) when (DuplicateKeys.Is(e.Code))
        {
            throw Shared(DuplicateKeys.IndexOf(e)!);
        }
        catch (MongoCommandException e) when (e.Code is CannotCreateIndex or IndexOptionsConflict or IndexKeySpecsConflict)
        {
            fault = $"A declared index of {collection.Name} cannot be made; drop one that differs from it, and do not shard by another field: {e.ErrorMessage}";
        }

        throw new InvalidDataException(fault);
    }

    /// <summary>Without the server's exception, which quotes the value.</summary>
    private InvalidDataException Shared(string about) =>
        new($"A field of {collection.Name} is declared unique, but stored documents share a value: {about}.");
}
