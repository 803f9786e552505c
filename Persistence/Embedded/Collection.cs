using Persistence.Engines;
using Persistence.Outbox;

namespace Persistence.Embedded;

/// <summary>The documents of one schema in memory, with their unique values, indexes and pending outboxes.</summary>
internal sealed class Collection
{
    private readonly Schema schema;
    private readonly Dictionary<string, Entry> documents = [];
    private readonly Dictionary<string, Dictionary<string, string>> unique;
    private readonly List<OrderedIndex> indexes;
    private readonly SortedSet<(DateTimeOffset RaisedAt, string Id)> pending = [];

    public Collection(Schema schema)
    {
        this.schema = schema;
        unique = schema.UniqueFields.ToDictionary(field => field, _ => new Dictionary<string, string>());
        indexes = [.. schema.Indexes.Select(fields => new OrderedIndex(fields))];
    }

    /// <summary>The record that makes a write durable; null when it is refused.</summary>
    /// <param name="wanted">Unique values that earlier writes of the batch take.</param>
    public JournalRecord? Judge(DocumentWrite write, HashSet<(Schema, string Field, string Value)> wanted, out WriteResult result)
    {
        var present = documents.GetValueOrDefault(write.Id);
        if (write.Kind == WriteKind.Insert && present is not null)
        {
            result = WriteResult.DuplicateId;
            return null;
        }

        if (write.Kind != WriteKind.Insert && present?.Version != write.ExpectedVersion)
        {
            result = WriteResult.Stale;
            return null;
        }

        result = WriteResult.Saved;
        if (write.Kind == WriteKind.Delete)
        {
            return JournalRecord.Delete(schema.Collection, write.Id);
        }

        var values = schema.FieldValues(write.Body);
        foreach (var field in schema.UniqueFields)
        {
            if (values[field] is { } value
                && ((unique[field].TryGetValue(value, out var holder) && holder != write.Id) || wanted.Contains((schema, field, value))))
            {
                result = WriteResult.DuplicateKey(field);
                return null;
            }
        }

        wanted.UnionWith(schema.UniqueFields.Where(field => values[field] is not null).Select(field => (schema, field, values[field]!)));
        var outbox = present is null ? write.Outbox : [.. present.Outbox, .. write.Outbox];
        return JournalRecord.Put(schema.Collection, write.Id, write.ExpectedVersion + 1, write.Body, outbox);
    }

    public void Apply(DocumentWrite write)
    {
        var outbox = Remove(write.Id)?.Outbox ?? [];
        if (write.Kind != WriteKind.Delete)
        {
            Add(new Entry(write.Id, write.ExpectedVersion + 1, write.Body, [.. outbox, .. write.Outbox], schema.FieldValues(write.Body)));
        }
    }

    public void Replay(JournalRecord record)
    {
        switch (record.Kind)
        {
            case JournalRecordKind.Put:
                Remove(record.Id);
                Add(new Entry(record.Id, record.Version, record.Body, record.Outbox, schema.FieldValues(record.Body)));
                break;
            case JournalRecordKind.Delete:
                Remove(record.Id);
                break;
            case JournalRecordKind.Clear:
                Clear(record.Id, record.MessageIds);
                break;
            default:
                throw new InvalidDataException($"The journal has a record of the unknown kind {record.Kind}.");
        }
    }

    public void Clear(string id, IReadOnlyList<Guid> messageIds)
    {
        if (Remove(id) is { } entry)
        {
            Add(entry with { Outbox = [.. entry.Outbox.Where(message => !messageIds.Contains(message.Id))] });
        }
    }

    public StoredDocument? Get(string id) => documents.TryGetValue(id, out var entry) ? entry.Stored : null;

    public List<StoredDocument> Query(DocumentQuery query)
    {
        var index = indexes.Where(index => index.Serves(query)).MaxBy(index => index.Fields.Count);
        var ids = index is not null ? index.Ids(query) : Scan(query);
        return [.. ids.Select(id => documents[id]).Where(entry => Passes(entry, query)).Take(query.Limit).Select(entry => entry.Stored)];
    }

    public List<PendingOutbox> Pending(DateTimeOffset raisedBefore, int limit) =>
        [.. pending.TakeWhile(p => p.RaisedAt < raisedBefore).Take(limit).Select(p => new PendingOutbox(p.Id, documents[p.Id].Outbox))];

    public IEnumerable<JournalRecord> State() =>
        documents.Values.Select(entry => JournalRecord.Put(schema.Collection, entry.Id, entry.Version, entry.Body, entry.Outbox));

    private static bool Passes(Entry entry, DocumentQuery query) =>
        query.Filters.All(filter => entry.Values[filter.Field] is { } value && filter.Values.Contains(value));

    /// <summary>For an order whose indexes all begin with a field that the query leaves open.</summary>
    private IEnumerable<string> Scan(DocumentQuery query)
    {
        var index = new OrderedIndex([query.OrderField]);
        foreach (var entry in documents.Values)
        {
            index.Add(entry.Id, entry.Values);
        }

        return index.Ids(query);
    }

    private void Add(Entry entry)
    {
        documents[entry.Id] = entry;
        foreach (var (field, values) in unique)
        {
            if (entry.Values[field] is { } value)
            {
                values[value] = entry.Id;
            }
        }

        foreach (var index in indexes)
        {
            index.Add(entry.Id, entry.Values);
        }

        if (entry.Outbox.Count > 0)
        {
            pending.Add((entry.Outbox[0].RaisedAt, entry.Id));
        }
    }

    private Entry? Remove(string id)
    {
        if (!documents.Remove(id, out var entry))
        {
            return null;
        }

        foreach (var (field, values) in unique)
        {
            if (entry.Values[field] is { } value)
            {
                values.Remove(value);
            }
        }

        foreach (var index in indexes)
        {
            index.Remove(entry.Id, entry.Values);
        }

        if (entry.Outbox.Count > 0)
        {
            pending.Remove((entry.Outbox[0].RaisedAt, entry.Id));
        }

        return entry;
    }

    private sealed record Entry(
        string Id, long Version, byte[] Body, IReadOnlyList<OutboxMessage> Outbox, IReadOnlyDictionary<string, string?> Values)
    {
        public StoredDocument Stored => new(Id, Version, Body);
    }
}
