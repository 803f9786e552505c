using System.Collections.Concurrent;
using Documents.Engines;
using Microsoft.Extensions.Logging;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Documents.MongoDb;

/// <summary>
/// The writes of one batch to one collection.
/// <para>
/// Inserts and updates travel in one unordered bulk write, so one command each and one wait for the majority. Its answer
/// names each refused write, but of the updates only counts how many found their version; as long as that is all of
/// them, nothing more is asked. Otherwise, which is when somebody was faster, one query reads which documents carry the
/// id of their write. Commands of their own, sent at once, would tell each outcome directly, but cost the server a
/// command, a journal wait and a connection each: with the 30 or so writes of a busy batch that is far more than
/// the occasional query.
/// </para>
/// <para>
/// The write's id also makes it safe to send inserts and updates again when the answer was lost: what had been applied is
/// recognized and is neither stale nor a duplicate. A delete leaves nothing behind to recognize it by, so it is left to
/// the driver's retryable writes, and where the server has none (standalone) its lost answer is a fault.
/// </para>
/// </summary>
internal sealed class CollectionWrites(StoredCollection collection, ILogger logger)
{
    private const int MaxRounds = 20;
    private const int MaxSends = 3;

    private static readonly BsonDocument OnlyWrites = new(StoredCollection.Writes, 1);

    private readonly Dictionary<DocumentWrite, WriteResult> results = new(ReferenceEqualityComparer.Instance);

    public async Task<IReadOnlyDictionary<DocumentWrite, WriteResult>> Run(IEnumerable<DocumentWrite> writes, CancellationToken cancellationToken)
    {
        var kinds = writes.ToLookup(w => w.Kind == WriteKind.Delete);
        var deleted = new ConcurrentDictionary<DocumentWrite, WriteResult>(ReferenceEqualityComparer.Instance);
        var deleting = Parallel.ForEachAsync(kinds[true], StoredCollection.FewAtOnce, async (w, _) => deleted[w] = await Delete(w, cancellationToken));
        List<Attempt> open = [.. kinds[false].Select(w => new Attempt(w))];
        for (var round = 1; open.Count > 0; round++)
        {
            if (round > MaxRounds)
            {
                throw new InvalidOperationException($"Values that {open.Count} writes met were gone when asked for, {MaxRounds} times.");
            }

            open = await Judge(open, await Send(open, cancellationToken), cancellationToken);
        }

        await deleting;
        foreach (var (write, result) in deleted)
        {
            results[write] = result;
        }

        return results;
    }

    /// <summary>
    /// A primary that steps down or a connection that breaks leaves open whether the writes were applied. The driver tries
    /// once more where the server remembers what it did; the write ids allow it on every server.
    /// </summary>
    private async Task<Answer> Send(List<Attempt> attempts, CancellationToken cancellationToken)
    {
        for (var send = 1; ; send++)
        {
            try
            {
                return attempts switch
                {
                    [{ Write.Kind: WriteKind.Insert } one] => await Insert(one, cancellationToken),
                    [var one] => await Claim(one, cancellationToken),
                    _ => await Bulk(attempts, cancellationToken),
                };
            }
            catch (MongoException e) when (
                e is MongoConnectionException or MongoNotPrimaryException or MongoNodeIsRecoveringException && send < MaxSends)
            {
                logger.LogWarning(
                    "{Count} writes to {Collection} had no answer and are sent again: {Reason}", attempts.Count, collection.Name, e.GetBaseException().Message);
            }
        }
    }

    private async Task<Answer> Insert(Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            await collection.Documents.InsertOneAsync(collection.Insert(attempt.Write, attempt.Id), null, cancellationToken);
            return Answer.AllSaved;
        }
        catch (MongoException e) when (DuplicateKeys.IndexOf(e) is { } index)
        {
            return new Answer(new Dictionary<int, string> { [0] = index }, 0);
        }
    }

    private async Task<Answer> Claim(Attempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            var claimed = await collection.Documents.FindOneAndUpdateAsync<BsonDocument>(
                StoredCollection.ByVersion(attempt.Write),
                collection.Update(attempt.Write, attempt.Id),
                new() { Projection = new BsonDocument(StoredCollection.Id, 1) },
                cancellationToken);
            return new Answer(Answer.NoRefusals, claimed is null ? 0 : 1);
        }
        catch (MongoException e) when (DuplicateKeys.IndexOf(e) is { } index)
        {
            return new Answer(new Dictionary<int, string> { [0] = index }, 0);
        }
    }

    private async Task<Answer> Bulk(List<Attempt> attempts, CancellationToken cancellationToken)
    {
        var models = attempts.Select<Attempt, WriteModel<BsonDocument>>(a => a.Write.Kind == WriteKind.Insert
            ? new InsertOneModel<BsonDocument>(collection.Insert(a.Write, a.Id))
            : new UpdateOneModel<BsonDocument>(StoredCollection.ByVersion(a.Write), collection.Update(a.Write, a.Id)));
        try
        {
            var result = await collection.Documents.BulkWriteAsync(models, new BulkWriteOptions { IsOrdered = false }, cancellationToken);
            return new Answer(Answer.NoRefusals, result.MatchedCount);
        }
        catch (MongoBulkWriteException<BsonDocument> e) when (DuplicateKeys.IsAllOf(e))
        {
            return new Answer(e.WriteErrors.ToDictionary(w => w.Index, w => DuplicateKeys.IndexOf(w)!), e.Result.MatchedCount);
        }
    }

    /// <returns>Those that met a value which is gone by now.</returns>
    private async Task<List<Attempt>> Judge(List<Attempt> attempts, Answer answer, CancellationToken cancellationToken)
    {
        var updates = attempts.Where((a, i) => a.Write.Kind == WriteKind.Update && !answer.Refusals.ContainsKey(i)).ToHashSet();
        var allMatched = updates.Count == answer.Matched;
        var unclear = new List<(Attempt Attempt, string? Index)>();
        for (var i = 0; i < attempts.Count; i++)
        {
            if (answer.Refusals.TryGetValue(i, out var index))
            {
                unclear.Add((attempts[i], index));
            }
            else if (updates.Contains(attempts[i]) && !allMatched)
            {
                unclear.Add((attempts[i], null));
            }
            else
            {
                results[attempts[i].Write] = WriteResult.Saved;
            }
        }

        var open = new List<Attempt>();
        var present = await Present(unclear.Select(u => u.Attempt.Write.Id), cancellationToken);
        foreach (var (attempt, index) in unclear)
        {
            if (await Judge(attempt, index, present.GetValueOrDefault(StoredCollection.Text(attempt.Write.Id).Value), cancellationToken) is { } result)
            {
                results[attempt.Write] = result;
            }
            else
            {
                open.Add(attempt);
            }
        }

        return open;
    }

    /// <param name="index">The unique index that refused it; empty when unknown, null when none did.</param>
    /// <param name="writes">The ids of the last writes of the document; null when there is none.</param>
    private async Task<WriteResult?> Judge(Attempt attempt, string? index, BsonArray? writes, CancellationToken cancellationToken)
    {
        if (writes is not null && writes.Contains(StoredCollection.Uuid(attempt.Id)))
        {
            return WriteResult.Saved;
        }

        if (index is null)
        {
            return WriteResult.Stale;
        }

        // The id is judged before the unique values, whichever index the server looked at first.
        if (attempt.Write.Kind == WriteKind.Insert && writes is not null)
        {
            return WriteResult.DuplicateId;
        }

        if (collection.UniqueIndexes.TryGetValue(index, out var field))
        {
            return WriteResult.DuplicateKey(field);
        }

        foreach (var unique in collection.UniqueIndexes.Values)
        {
            if (collection.Holder(attempt.Write, unique) is { } holder
                && await collection.Documents.Find(holder).Project(new BsonDocument(StoredCollection.Id, 1)).Limit(1).AnyAsync(cancellationToken))
            {
                return WriteResult.DuplicateKey(unique);
            }
        }

        return null;
    }

    /// <summary>The write ids of the documents that exist.</summary>
    private async Task<Dictionary<string, BsonArray>> Present(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var asked = ids.Select(StoredCollection.Text).ToList();
        if (asked.Count == 0)
        {
            return [];
        }

        var found = await collection.Documents
            .Find(new BsonDocument(StoredCollection.Id, StoredCollection.AnyOf(asked)), new FindOptions { BatchSize = asked.Count })
            .Project<BsonDocument>(OnlyWrites)
            .ToListAsync(cancellationToken);
        return found.ToDictionary(d => d[StoredCollection.Id].AsString, d => d[StoredCollection.Writes].AsBsonArray);
    }

    private async Task<WriteResult> Delete(DocumentWrite write, CancellationToken cancellationToken) =>
        (await collection.Documents.DeleteOneAsync(StoredCollection.ByVersion(write), cancellationToken)).DeletedCount == 1
            ? WriteResult.Saved
            : WriteResult.Stale;

    private sealed record Attempt(DocumentWrite Write)
    {
        public Guid Id { get; } = Guid.CreateVersion7();
    }

    /// <param name="Refusals">By position: the unique index that refused it, empty when the server did not say which.</param>
    /// <param name="Matched">How many updates found their version.</param>
    private sealed record Answer(IReadOnlyDictionary<int, string> Refusals, long Matched)
    {
        public static readonly IReadOnlyDictionary<int, string> NoRefusals = new Dictionary<int, string>();
        public static readonly Answer AllSaved = new(NoRefusals, 0);
    }
}
