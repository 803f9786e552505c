using System.Text;
using System.Text.Json;
using Documents.Engines;

namespace Documents.Sqlite;

/// <summary>
/// The statement of a page. SQLite keeps no statistics here and would sort a million rows where an index has them in
/// order, so the index is named: the one with the longest run of fields that the filters fix. A field of that run with
/// several values becomes one page for each value, merged. A search walks along an index that has the searched texts, in the
/// order of the page: only what contains the part is looked up.
/// </summary>
internal sealed class PageQuery
{
    /// <summary>SQLite merges at most 500.</summary>
    private const int MaxBranches = 200;

    private readonly Table table;
    private readonly DocumentQuery query;
    private readonly List<object?> values = [];

    /// <param name="counts">How many there are on all pages, in place of a page.</param>
    public PageQuery(Table table, DocumentQuery query, bool counts = false)
    {
        this.table = table;
        this.query = query;
        var (index, prefix) = Choose();
        var conditions = Conditions(prefix);
        var branches = Branches(prefix);
        var source = $"{table.QuotedName}{(index is null ? "" : $" indexed by \"{index}\"")}";
        if (counts)
        {
            Sql = $"select {string.Join(" + ", branches.Select(b => $"(select count(*) from {source} where {string.Join(" and ", b.Concat(conditions))})"))}";
            return;
        }

        var limit = Parameter(query.Limit);
        var direction = query.Descending ? "desc" : "asc";
        var order = Table.Column(query.OrderField);
        string Page(string columns, IEnumerable<string> fixedFields) =>
            $"""
            select {columns} from {source}
            where {string.Join(" and ", fixedFields.Concat(conditions))}
            order by {order} {direction}, id {direction} limit {limit}
            """;
        Sql = branches.Count == 1
            ? Page("id, version, body", branches[0])
            : $"""
              select id, version, body from ({string.Join("\nunion all\n", branches.Select(b => $"select * from ({Page($"id, version, body, {order} as place", b)})"))})
              order by place {direction}, id {direction} limit {limit}
              """;
    }

    public string Sql { get; }

    public ReadOnlySpan<object?> Values => values.ToArray();

    private (string? Index, IReadOnlyList<string> Prefix) Choose()
    {
        if (query.Part is { } part)
        {
            return (table.SearchName(part.Field, query.OrderField), []);
        }

        var filtered = query.Filters.Select(f => f.Field).ToHashSet();
        var chosen = table.Schema.Indexes
            .Where(i => i[^1] == query.OrderField && i.SkipLast(1).All(filtered.Contains) && CountBranches(i) <= MaxBranches)
            .MaxBy(i => i.Count);
        return chosen is null ? (null, []) : (table.IndexName(chosen), [.. chosen.SkipLast(1)]);
    }

    private int CountBranches(IReadOnlyList<string> index) =>
        index.SkipLast(1).Select(f => Filter(f).Values.Count).Aggregate(1, (all, count) => Math.Min(MaxBranches + 1, all * count));

    private FieldFilter Filter(string field) => query.Filters.First(f => f.Field == field);

    /// <summary>Every way to fix the fields of the prefix to one value each.</summary>
    private List<string[]> Branches(IReadOnlyList<string> prefix)
    {
        List<string[]> branches = [[]];
        foreach (var field in prefix)
        {
            string[] conditions = [.. Filter(field).Values.Distinct().Select(v => $"{Table.Column(field)} = {Parameter(v)}")];
            branches = [.. branches.SelectMany(b => conditions.Select(c => (string[])[.. b, c]))];
        }

        return branches;
    }

    private List<string> Conditions(IReadOnlyList<string> prefix)
    {
        var conditions = new List<string>();
        foreach (var filter in query.Filters.Except(prefix.Select(Filter), ReferenceEqualityComparer.Instance).Cast<FieldFilter>())
        {
            var column = Table.Column(filter.Field);
            conditions.Add(filter.Values.Count == 1
                ? $"{column} = {Parameter(filter.Values[0])}"
                : $"{column} in (select value from json_each({Parameter(JsonSerializer.Serialize(filter.Values))}))");
        }

        var order = Table.Column(query.OrderField);
        conditions.Add($"{order} is not null");
        var (from, until, after) = Bounds();
        if (from is not null)
        {
            conditions.Add($"{order} >= {Parameter(from)}");
        }

        if (query.Part is { } part)
        {
            conditions.Add($"instr({Table.Column(part.Field)}, {Parameter(part.Text)}) > 0");
        }

        if (until is not null)
        {
            conditions.Add($"{order} < {Parameter(until)}");
        }

        if (after is not null)
        {
            conditions.Add($"({order}, id) {(query.Descending ? '<' : '>')} ({Parameter(after.OrderValue)}, {Parameter(after.Id)})");
        }

        return conditions;
    }

    /// <summary>Without the bound that the cursor has passed: SQLite starts a scan at one of them, and might take the farther one.</summary>
    private (string? From, string? Until, Cursor? After) Bounds()
    {
        if (query.After is not { } after)
        {
            return (query.From, query.Until, null);
        }

        return query.Descending
            ? (query.From, query.Until is { } until && Compare(after.OrderValue, until) >= 0 ? until : null, after)
            : (query.From is { } from && Compare(after.OrderValue, from) < 0 ? from : null, query.Until, after);
    }

    private static int Compare(string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    private string Parameter(object value)
    {
        values.Add(value);
        return $"${values.Count}";
    }
}
