using Documents.Engines;
using Documents.Outbox;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Documents.MongoDb;

/// <summary>
/// The messages that wait in one collection's documents. They are found by the sparse index on the time of a document's
/// oldest message. An array's smallest element cannot be kept in a field by the update that removes another, so the time
/// may be too early for a moment, but never too late; whoever sees that it is sets it right.
/// </summary>
internal sealed class StoredOutbox(StoredCollection collection)
{
    private const int MaxReads = 5;

    private static readonly BsonDocument OnlyOutbox =
        new() { { StoredCollection.Version, 1 }, { StoredCollection.Outbox, 1 }, { StoredCollection.Oldest, 1 } };

    private static readonly BsonDocument Emptied =
        new("$unset", new BsonDocument { { StoredCollection.Outbox, 1 }, { StoredCollection.Oldest, 1 } });

    private IMongoCollection<BsonDocument> Documents => collection.Documents;

    public async Task<IReadOnlyList<PendingOutbox>> Pending(DateTimeOffset raisedBefore, int limit, CancellationToken cancellationToken)
    {
        for (var read = 1; ; read++)
        {
            var found = await Documents
                .Find(new BsonDocument(StoredCollection.Oldest, new BsonDocument("$lt", raisedBefore.UtcTicks)), new FindOptions { BatchSize = limit })
                .Sort(new BsonDocument(StoredCollection.Oldest, 1))
                .Project<BsonDocument>(OnlyOutbox)
                .Limit(limit)
                .ToListAsync(cancellationToken);
            var seen = found.ConvertAll(document => (Document: document, Messages: StoredCollection.OutboxOf(document)));
            var wrong = seen.FindAll(s => s.Messages.Count == 0 || s.Messages.Min(m => m.RaisedAt) > s.Document[StoredCollection.Oldest].AsInt64);
            await Parallel.ForEachAsync(wrong, StoredCollection.FewAtOnce, async (w, _) => await SetRight(w.Document, w.Messages, cancellationToken));
            if (wrong.Count == 0 || read == MaxReads)
            {
                return [.. seen.Where(s => s.Messages.Count > 0).Select(s => new PendingOutbox(s.Document[StoredCollection.Id].AsString, [.. s.Messages.Select(m => m.Message)]))];
            }
        }
    }

    /// <summary>Counted by the server: no message is read.</summary>
    public async Task<OutboxBacklog> Backlog(CancellationToken cancellationToken)
    {
        var sums = await Documents.Aggregate()
            .Match(new BsonDocument(StoredCollection.Oldest, new BsonDocument("$gte", 0L)))
            .Project<BsonDocument>(new BsonDocument { { StoredCollection.Oldest, 1 }, { "count", new BsonDocument("$size", $"${StoredCollection.Outbox}") } })
            .Group<BsonDocument>(new BsonDocument
            {
                { "_id", BsonNull.Value },
                { "count", new BsonDocument("$sum", "$count") },
                { StoredCollection.Oldest, new BsonDocument("$min", $"${StoredCollection.Oldest}") },
            })
            .FirstOrDefaultAsync(cancellationToken);
        var count = sums?["count"].ToInt64() ?? 0;
        return count == 0 ? OutboxBacklog.None : new OutboxBacklog(count, new DateTimeOffset(sums![StoredCollection.Oldest].ToInt64(), TimeSpan.Zero));
    }

    /// <summary>Mostly a document's messages all go at once, which is one command for all documents.</summary>
    public async Task Clear(IEnumerable<SentMessages> sent, CancellationToken cancellationToken)
    {
        var messages = sent
            .GroupBy(s => s.Id)
            .ToDictionary(g => g.Key, g => new BsonArray(g.SelectMany(s => s.MessageIds).Distinct().Select(StoredCollection.Uuid)));
        var result = await Documents.BulkWriteAsync(
            messages.Select(m => new UpdateOneModel<BsonDocument>(StoredCollection.HoldsOnly(m.Key, m.Value), Emptied)),
            new BulkWriteOptions { IsOrdered = false },
            cancellationToken);
        if (result.MatchedCount == messages.Count)
        {
            return;
        }

        var partly = await Documents
            .Find(StoredCollection.HoldsAny(messages.Keys.Select(StoredCollection.Text), messages.Values.SelectMany(m => m)))
            .Project<BsonDocument>(new BsonDocument(StoredCollection.Id, 1))
            .ToListAsync(cancellationToken);
        var left = partly.Select(document => document[StoredCollection.Id].AsString).ToHashSet();
        await Parallel.ForEachAsync(
            messages.Where(m => left.Contains(StoredCollection.Text(m.Key).Value)),
            StoredCollection.FewAtOnce,
            async (m, _) => await Take(m.Key, m.Value, cancellationToken));
    }

    private async Task Take(string id, BsonArray messages, CancellationToken cancellationToken)
    {
        var after = await Documents.FindOneAndUpdateAsync<BsonDocument>(
            StoredCollection.ById(id),
            StoredCollection.Pull(messages),
            new() { ReturnDocument = ReturnDocument.After, Projection = OnlyOutbox },
            cancellationToken);
        if (after is not null)
        {
            await SetRight(after, StoredCollection.OutboxOf(after), cancellationToken);
        }
    }

    /// <summary>
    /// Changes nothing when another writer came between: messages are added only with a new version, and one that takes
    /// the oldest away sets the time itself.
    /// </summary>
    private Task<UpdateResult> SetRight(BsonDocument seen, List<OutboxEntry> messages, CancellationToken cancellationToken)
    {
        if (messages.MinBy(m => m.RaisedAt) is { } oldest)
        {
            return Documents.UpdateOneAsync(
                StoredCollection.Unchanged(seen, oldest),
                new BsonDocument("$set", new BsonDocument(StoredCollection.Oldest, oldest.RaisedAt)),
                cancellationToken: cancellationToken);
        }

        var stillEmpty = StoredCollection.HoldsOnly(seen[StoredCollection.Id].AsString, []);
        return Documents.UpdateOneAsync(stillEmpty, Emptied, cancellationToken: cancellationToken);
    }
}
