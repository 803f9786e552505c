using Documents.Engines;
using Documents.Outbox;

namespace Documents.Embedded;

/// <summary>
/// One collection in memory: rows by id, holders of unique values, an ordered set for each declared index and one of
/// the rows whose outbox waits. Not synchronized: the engine is. Without a schema (a type that this version of the
/// program no longer declares) the rows are only kept.
/// </summary>
internal sealed class Collection
{
    private readonly Schema? schema;
    private readonly Dictionary<string, Row> rows;
    private readonly RowIndex[] indexes;
    private readonly SortedSet<(DateTimeOffset Oldest, string Id)> pending;

    public Collection(string name, Schema? schema, IReadOnlyDictionary<string, RowState> stored)
    {
        Name = name;
        this.schema = schema;
        rows = stored.ToDictionary(s => s.Key, s => new Row(s.Key, Fields(s.Value.Body), s.Value));
        Bytes = rows.Values.Sum(r => r.State.Bytes);
        Uniques = [.. (schema?.UniqueFields ?? []).Select(field => new UniqueRule(field, schema!.Fields.ToList().IndexOf(field)))];
        indexes = [.. (schema?.Indexes ?? []).Select(index => new RowIndex(index, schema!.Fields, rows.Values))];
        pending = new(
            rows.Values.Where(r => r.State.OldestMessage is not null).Select(r => (r.State.OldestMessage!.Value, r.Id)),
            Comparer<(DateTimeOffset Oldest, string Id)>.Create(ComparePending));
        foreach (var unique in Uniques)
        {
            if (rows.Values.FirstOrDefault(row => !unique.Add(row)) is { } second)
            {
                throw new InvalidDataException($"'{unique.Field}' of {name} is declared unique, but stored documents share a value, {second.Id} among them.");
            }
        }
    }

    public string Name { get; }

    public bool IsDeclared => schema is not null;

    public UniqueRule[] Uniques { get; }

    /// <summary>About what all rows take in a snapshot.</summary>
    public long Bytes { get; private set; }

    public IReadOnlyCollection<Row> Rows => rows.Values;

    public Row? Find(string id) => rows.GetValueOrDefault(id);

    public string?[] Fields(byte[] body)
    {
        if (schema is null || schema.Fields.Count == 0)
        {
            return [];
        }

        var values = schema.FieldValues(body);
        return [.. schema.Fields.Select(name => values[name])];
    }

    public void Put(string id, string?[] fields, RowState state)
    {
        var row = Find(id);
        if (row is not null && row.Fields.AsSpan().SequenceEqual(fields))
        {
            SetState(row, state);
            return;
        }

        if (row is not null)
        {
            Remove(row);
        }

        Add(new Row(id, fields, state));
    }

    public void Remove(Row row)
    {
        rows.Remove(row.Id);
        Array.ForEach(Uniques, unique => unique.Remove(row));
        Array.ForEach(indexes, index => index.Remove(row));
        Uncount(row);
    }

    public void SetState(Row row, RowState state)
    {
        Uncount(row);
        row.State = state;
        Count(row);
    }

    public List<(string Id, StoredMessage[] Messages)> Pending(DateTimeOffset raisedBefore, int limit) =>
        [.. pending.TakeWhile(p => p.Oldest < raisedBefore).Take(limit).Select(p => (p.Id, rows[p.Id].State.Outbox))];

    public OutboxBacklog Backlog() => new(pending.Sum(p => (long)rows[p.Id].State.Outbox.Length), pending.Count == 0 ? null : pending.Min.Oldest);

    public List<StoredDocument> Query(DocumentQuery query)
    {
        var filters = query.Filters.Select(f => (Position: Position(f.Field), Values: f.Values.ToHashSet())).ToArray();
        var single = query.Filters.Where(f => f.Values is [not null]).DistinctBy(f => f.Field).ToDictionary(f => f.Field, f => f.Values[0]);
        var index = indexes
            .Where(i => i.OrderField == query.OrderField && i.Prefix.All(single.ContainsKey))
            .MaxBy(i => i.Prefix.Count());
        var candidates = index?.Range(single, query) ?? Sorted(query);
        return [.. candidates.Where(Matches).Take(query.Limit).Select(r => r.ToStored())];

        bool Matches(Row row) => Array.TrueForAll(filters, f => row.Fields[f.Position] is { } text && f.Values.Contains(text));
    }

    /// <summary>For a query whose filters fix no index's prefix: every row with the ordering field, sorted anew.</summary>
    private IEnumerable<Row> Sorted(DocumentQuery query) =>
        new RowIndex([query.OrderField], schema!.Fields, rows.Values).Range(new Dictionary<string, string>(), query);

    private int Position(string field) => schema!.Fields.ToList().IndexOf(field);

    private void Add(Row row)
    {
        rows.Add(row.Id, row);
        Array.ForEach(Uniques, unique => unique.Add(row));
        Array.ForEach(indexes, index => index.Add(row));
        Count(row);
    }

    private void Count(Row row)
    {
        Bytes += row.State.Bytes;
        if (row.State.OldestMessage is { } oldest)
        {
            pending.Add((oldest, row.Id));
        }
    }

    private void Uncount(Row row)
    {
        Bytes -= row.State.Bytes;
        if (row.State.OldestMessage is { } oldest)
        {
            pending.Remove((oldest, row.Id));
        }
    }

    private static int ComparePending((DateTimeOffset Oldest, string Id) left, (DateTimeOffset Oldest, string Id) right)
    {
        var compared = left.Oldest.CompareTo(right.Oldest);
        return compared != 0 ? compared : FieldText.Compare(left.Id, right.Id);
    }
}
