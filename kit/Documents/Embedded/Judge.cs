using System.Text.Json;
using Documents.Engines;

namespace Documents.Embedded;

/// <summary>Decides the writes of one batch one after another, as if those before had been applied.</summary>
internal sealed class Judge
{
    /// <summary>Unique values that this batch takes, and (null) those that it gives back.</summary>
    private readonly Dictionary<(UniqueRule Rule, string Value), string?> holders = [];

    public WriteResult Decide(Collection collection, DocumentWrite write, out Change? change)
    {
        change = null;
        var row = collection.Find(write.Id);
        if (write.Kind == WriteKind.Insert)
        {
            if (row is not null)
            {
                return WriteResult.DuplicateId;
            }
        }
        else if (row is null || row.State.Version != write.ExpectedVersion)
        {
            return WriteResult.Stale;
        }

        var fields = write.Kind == WriteKind.Delete ? null : collection.Fields(write.Body);
        if (fields is not null && collection.Uniques.FirstOrDefault(rule => IsTaken(rule, fields, write.Id)) is { } taken)
        {
            return WriteResult.DuplicateKey(taken.Field);
        }

        foreach (var rule in collection.Uniques)
        {
            Move(rule, row is null ? null : rule.ValueOf(row.Fields), fields is null ? null : rule.ValueOf(fields), write.Id);
        }

        change = fields is null
            ? new Change(collection, row!, write.Id, null, [], [])
            : new Change(collection, row, write.Id, fields, write.Body, [.. write.Outbox.Select(m =>
                new StoredMessage(m.Id, m.RaisedAt, JsonSerializer.SerializeToUtf8Bytes(m, DocumentJson.Options)))]);
        return WriteResult.Saved;
    }

    private bool IsTaken(UniqueRule rule, string?[] fields, string id)
    {
        if (rule.ValueOf(fields) is not { } value)
        {
            return false;
        }

        var holder = holders.TryGetValue((rule, value), out var inBatch) ? inBatch : rule.Holder(value);
        return holder is not null && holder != id;
    }

    private void Move(UniqueRule rule, string? before, string? after, string id)
    {
        if (before is not null)
        {
            holders[(rule, before)] = null;
        }

        if (after is not null)
        {
            holders[(rule, after)] = id;
        }
    }
}

/// <summary>An accepted write.</summary>
/// <param name="Row">What it replaces; null for an insert.</param>
/// <param name="Fields">Null for a delete.</param>
internal sealed record Change(Collection Collection, Row? Row, string Id, string?[]? Fields, byte[] Body, StoredMessage[] Added)
{
    private readonly long version = (Row?.State.Version ?? 0) + 1;

    public void Record(FrameBuffer frame)
    {
        if (Fields is null)
        {
            frame.Delete(Collection.Name, Id);
        }
        else
        {
            frame.Put(Collection.Name, Id, version, Body, Added);
        }
    }

    public void Apply()
    {
        if (Fields is null)
        {
            Collection.Remove(Row!);
        }
        else
        {
            Collection.Put(Id, Fields, new RowState(version, Body, [.. Row?.State.Outbox ?? [], .. Added]));
        }
    }
}
