using Documents.Engines;
using Npgsql;

namespace Documents.PostgreSql;

/// <summary>The statement of a page and its values.</summary>
internal sealed class PageQuery
{
    /// <summary>What is often met is met among these; what is not is looked up by the index of the searched texts.</summary>
    private const int Walked = 200;

    private readonly List<NpgsqlParameter> parameters = [];
    private readonly Table table;
    private readonly DocumentQuery query;

    private PageQuery(Table table, DocumentQuery query, bool isLookUp)
    {
        this.table = table;
        this.query = query;
        Sql = isLookUp ? LookUp(query.Part!) : Walk();
    }

    public string Sql { get; private set; }

    public IReadOnlyList<NpgsqlParameter> Values => parameters;

    /// <summary>The page along the index of its order. Where a part is searched: what has it among the next 200 documents, so that a page which is not full may lack some.</summary>
    public static PageQuery Along(Table table, DocumentQuery query) => new(table, query, isLookUp: false);

    /// <summary>The page of a search by the index of the searched texts: dear where very many have the part.</summary>
    public static PageQuery Found(Table table, DocumentQuery query) => new(table, query, isLookUp: true);

    private string Order => Layout.Name(query.OrderField);

    private string Direction => query.Descending ? "desc" : "asc";

    private string Walk()
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

        conditions.AddRange(Bounds());
        var limit = Parameter(Parameters.Count(query.Part is null ? query.Limit : Walked));
        var columns = query.Part is { } searched ? $"id, {Order} as position, {Layout.Name(searched.Field)} as searched"
            : sources.Count > 0 ? $"id, version, body, exact, {Order} as position"
            : "id, version, body, exact";
        var page =
            $"""
            select {columns} from {table.QuotedName}
            where {string.Join(" and ", conditions)}
            order by {Order} {Direction}, id {Direction} limit {limit}
            """;
        var walked = sources.Count == 0
            ? page
            : $"""
              select d.* from {string.Join(" cross join ", sources)} cross join lateral ({page}) d
              order by d.position {Direction}, d.id {Direction} limit {limit}
              """;
        return query.Part is { } part
            ? Page($"select id, position from ({walked}) w where strpos(w.searched, {Text(part.Text)}) > 0")
            : walked;
    }

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
        return Page($"select id, {Order} as position from {table.QuotedName} where {string.Join(" and ", conditions)}");
    }

    /// <summary>The first of what is found, of which alone the bodies are read.</summary>
    /// <param name="found">Selects ids and positions.</param>
    private string Page(string found) =>
        $"""
        with found as materialized ({found}), page as materialized (
            select id, position from found order by position {Direction}, id {Direction} limit {Parameter(Parameters.Count(query.Limit))}
        )
        select d.id, d.version, d.body, d.exact from page join {table.QuotedName} d on d.id = page.id
        order by page.position {Direction}, page.id {Direction}
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
