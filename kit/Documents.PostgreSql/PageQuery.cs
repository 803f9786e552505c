using Documents.Engines;
using Npgsql;

namespace Documents.PostgreSql;

/// <summary>The statement of a page and its values.</summary>
internal sealed class PageQuery
{
    /// <summary>The last column of a walk: how many documents were looked through.</summary>
    public const string WalkedColumn = "walked";

    private readonly List<NpgsqlParameter> parameters = [];
    private readonly Table table;
    private readonly DocumentQuery query;

    private PageQuery(Table table, DocumentQuery query, Func<PageQuery, string> sql)
    {
        this.table = table;
        this.query = query;
        Sql = sql(this);
    }

    public string Sql { get; }

    public IReadOnlyList<NpgsqlParameter> Values => parameters;

    /// <summary>The page along the index of its order; of a search, of the empty part alone: what has a text at all.</summary>
    public static PageQuery Along(Table table, DocumentQuery query) => new(table, query, page => page.InOrder("id, version, body, exact", query.Limit));

    /// <summary>
    /// The page of a search among the next documents of the order. Each row says in <see cref="WalkedColumn"/> how many were
    /// looked through; when none has the part, the only row says that alone.
    /// </summary>
    /// <param name="most">How many are looked through.</param>
    public static PageQuery Walk(Table table, DocumentQuery query, int most) => new(table, query, page => page.Walked(query.Part!, most));

    /// <summary>The page of a search by the index of the searched texts: dear where very many have the part.</summary>
    public static PageQuery Found(Table table, DocumentQuery query) => new(table, query, page => page.LookUp(query.Part!));

    /// <summary>How many there are on all pages.</summary>
    public static PageQuery Count(Table table, DocumentQuery query) => new(table, query, page => page.Counted());

    private string Order => Layout.Name(query.OrderField);

    private string Direction => query.Descending ? "desc" : "asc";

    /// <summary>The first documents of the order.</summary>
    private string InOrder(string columns, int most)
    {
        var sources = new List<string>();
        var conditions = new List<string>();
        foreach (var filter in query.Filters)
        {
            var column = Layout.Name(filter.Field);
            if (filter.Values.Count == 1)
            {
                conditions.Add($"{column} = {Text(filter.Values[0])}");
            }
            else
            {
                // One index scan for each value, already in order: "= any" would read and sort every match.
                var values = Texts(filter.Values.Select(StorableText.From).Distinct());
                var source = $"v{parameters.Count}";
                sources.Add($"unnest({values}) as {source} (value)");
                conditions.Add($"{column} = {source}.value");
            }
        }

        if (query.Part is { Text.Length: 0 } part)
        {
            conditions.Add($"{Layout.Name(part.Field)} is not null");
        }

        conditions.AddRange(Bounds());
        var limit = Parameter(Parameters.Count(most));
        var page =
            $"""
            select {columns}, {Order} as position from {table.QuotedName}
            where {string.Join(" and ", conditions)}
            order by {Order} {Direction}, id {Direction} limit {limit}
            """;
        return sources.Count == 0
            ? page
            : $"""
              select d.* from {string.Join(" cross join ", sources)} cross join lateral ({page}) d
              order by d.position {Direction}, d.id {Direction} limit {limit}
              """;
    }

    private string Counted() =>
        $"select count(*) from {table.QuotedName} where {string.Join(" and ", query.Filters.Select(f => $"{Layout.Name(f.Field)} = any({Texts(f.Values.Select(StorableText.From))})").Concat(Bounds()))}";

    private string Walked(FieldPart part, int most) =>
        $"""
        with walked as materialized ({InOrder($"id, {Layout.Name(part.Field)} as searched", most)}),
            {Page($"select id, position from walked where strpos(searched, {Text(part.Text)}) > 0")}
        select d.id, d.version, d.body, d.exact, seen.{WalkedColumn}
        from (select count(*) as {WalkedColumn} from walked) seen left join (page join {table.QuotedName} d on d.id = page.id) on true
        order by page.position {Direction}, page.id {Direction}
        """;

    /// <summary>Apart from the order, or the server might take the index of the order after all.</summary>
    private string LookUp(FieldPart part)
    {
        var column = Layout.Name(part.Field);
        var text = StorableText.From(part.Text);
        List<string> conditions =
        [
            SearchIndex.Has(column, Texts(SearchIndex.RunsOf(text))),
            $"strpos({column}, {Text(text)}) > 0",
            .. query.Filters.Select(f => $"{Layout.Name(f.Field)} = any({Texts(f.Values.Select(StorableText.From))})"),
            .. Bounds(),
        ];
        return
            $"""
            with {Page($"select id, {Order} as position from {table.QuotedName} where {string.Join(" and ", conditions)}")}
            select d.id, d.version, d.body, d.exact from page join {table.QuotedName} d on d.id = page.id
            order by page.position {Direction}, page.id {Direction}
            """;
    }

    /// <summary>The first of what is found, of which alone the bodies are read.</summary>
    /// <param name="found">Selects ids and positions.</param>
    private string Page(string found) =>
        $"""
        found as materialized ({found}), page as materialized (
            select id, position from found order by position {Direction}, id {Direction} limit {Parameter(Parameters.Count(query.Limit))}
        )
        """;

    private List<string> Bounds()
    {
        var bounds = new List<string> { $"{Order} is not null" };
        if (query.From is { } from)
        {
            bounds.Add($"{Order} >= {Text(from)}");
        }

        if (query.Until is { } until)
        {
            bounds.Add($"{Order} < {Text(until)}");
        }

        if (query.After is { } after)
        {
            bounds.Add($"({Order}, id) {(query.Descending ? '<' : '>')} ({Text(after.OrderValue)}, {Text(after.Id)})");
        }

        return bounds;
    }

    private string Text(string value) => Parameter(Parameters.Text(value));

    private string Texts(IEnumerable<string> values) => Parameter(Parameters.Texts([.. values]));

    private string Parameter(NpgsqlParameter value)
    {
        parameters.Add(value);
        return $"${parameters.Count}";
    }
}
