using Persistence.Engines;

namespace Persistence.Embedded;

/// <summary>Ids of documents by the values of the index's fields; a document with a null among them is not in it.</summary>
internal sealed class OrderedIndex(IReadOnlyList<string> fields)
{
    private readonly SortedSet<Key> keys = new(Key.Order);
    private readonly IReadOnlyList<string> equality = [.. fields.Take(fields.Count - 1)];

    public IReadOnlyList<string> Fields => fields;

    /// <summary>Whether the index is in the query's order and the query fixes each of its other fields to one value.</summary>
    public bool Serves(DocumentQuery query) =>
        fields[^1] == query.OrderField && equality.All(field => query.Filters.Any(filter => filter.Field == field && filter.Values.Count == 1));

    public void Add(string id, IReadOnlyDictionary<string, string?> values)
    {
        if (KeyOf(id, values) is { } key)
        {
            keys.Add(key);
        }
    }

    public void Remove(string id, IReadOnlyDictionary<string, string?> values)
    {
        if (KeyOf(id, values) is { } key)
        {
            keys.Remove(key);
        }
    }

    /// <summary>The ids in the query's range and order. Costs the depth of the tree and what is read.</summary>
    public IEnumerable<string> Ids(DocumentQuery query)
    {
        var prefix = Join(equality.Select(field => query.Filters.First(filter => filter.Field == field).Values[0]));
        var lower = new Key(prefix, query.From ?? "", "");
        var upper = new Key(prefix, query.Until, "");
        var after = query.After is { } cursor ? new Key(prefix, cursor.OrderValue, cursor.Id) : (Key?)null;
        if (after is { } position)
        {
            if (query.Descending)
            {
                upper = Key.Order.Compare(position, upper) < 0 ? position : upper;
            }
            else
            {
                lower = Key.Order.Compare(position, lower) > 0 ? position : lower;
            }
        }

        if (Key.Order.Compare(lower, upper) > 0)
        {
            return [];
        }

        var range = keys.GetViewBetween(lower, upper);
        return (query.Descending ? range.Reverse() : range).Where(key => key != after).Select(key => key.Id);
    }

    private static string Join(IEnumerable<string> values) => string.Join('\0', values);

    private Key? KeyOf(string id, IReadOnlyDictionary<string, string?> values) =>
        fields.Any(field => values[field] is null) ? null : new Key(Join(equality.Select(field => values[field]!)), values[fields[^1]], id);

    /// <param name="Value">The ordering field's text; null is behind every text.</param>
    private readonly record struct Key(string Prefix, string? Value, string Id)
    {
        public static readonly Comparer<Key> Order = Comparer<Key>.Create((left, right) =>
        {
            var prefix = string.CompareOrdinal(left.Prefix, right.Prefix);
            if (prefix != 0)
            {
                return prefix;
            }

            var value = (left.Value, right.Value) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                _ => string.CompareOrdinal(left.Value, right.Value),
            };
            return value != 0 ? value : string.CompareOrdinal(left.Id, right.Id);
        });
    }
}
