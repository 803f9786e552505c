using Documents.Engines;

namespace Documents.Embedded;

/// <summary>
/// The rows that have every field of one declared index, in the order of those fields and then of the id. A null
/// field in a bound stands for whatever is behind every text.
/// </summary>
internal sealed class RowIndex
{
    private readonly IReadOnlyList<string> names;
    private readonly int[] positions;
    private readonly int width;
    private readonly SortedSet<Row> rows;
    private readonly Comparer<Row> order;

    public RowIndex(IReadOnlyList<string> names, IReadOnlyList<string> schemaFields, IEnumerable<Row> existing)
    {
        this.names = names;
        width = schemaFields.Count;
        positions = [.. names.Select(name => schemaFields.ToList().IndexOf(name))];
        order = Comparer<Row>.Create(Compare);
        rows = new SortedSet<Row>(existing.Where(Covers), order);
    }

    public string OrderField => names[^1];

    /// <summary>The fields that a query must fix to one value each.</summary>
    public IEnumerable<string> Prefix => names.Take(names.Count - 1);

    public void Add(Row row)
    {
        if (Covers(row))
        {
            rows.Add(row);
        }
    }

    public void Remove(Row row)
    {
        if (Covers(row))
        {
            rows.Remove(row);
        }
    }

    /// <summary>Enumerates lazily: the cost is that of finding the start and of what the caller takes.</summary>
    public IEnumerable<Row> Range(IReadOnlyDictionary<string, string> prefix, DocumentQuery query)
    {
        var lower = Bound(prefix, query.From ?? "", "");
        var upper = Bound(prefix, query.Until, "");
        var position = query.After is { } after ? Bound(prefix, after.OrderValue, after.Id) : null;
        if (position is not null && !query.Descending && order.Compare(position, lower) > 0)
        {
            lower = position;
        }

        if (position is not null && query.Descending && order.Compare(position, upper) < 0)
        {
            upper = position;
        }

        if (order.Compare(lower, upper) > 0)
        {
            return [];
        }

        var range = rows.GetViewBetween(lower, upper);
        var found = query.Descending ? range.Reverse() : range;
        return position is null ? found : found.SkipWhile(row => order.Compare(row, position) == 0);
    }

    private bool Covers(Row row) => Array.TrueForAll(positions, p => row.Fields[p] is not null);

    private Row Bound(IReadOnlyDictionary<string, string> prefix, string? orderValue, string id)
    {
        var fields = new string?[width];
        for (var i = 0; i < positions.Length - 1; i++)
        {
            fields[positions[i]] = prefix[names[i]];
        }

        fields[positions[^1]] = orderValue;
        return new Row(id, fields, null!);
    }

    private int Compare(Row left, Row right)
    {
        foreach (var position in positions)
        {
            var compared = (left.Fields[position], right.Fields[position]) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                var (a, b) => FieldText.Compare(a, b),
            };
            if (compared != 0)
            {
                return compared;
            }
        }

        return FieldText.Compare(left.Id, right.Id);
    }
}
