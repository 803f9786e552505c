using Documents.Engines;
using Npgsql;

namespace Documents.PostgreSql;

/// <summary>The statement of a page and its values.</summary>
internal sealed class PageQuery
{
    private readonly List<NpgsqlParameter> parameters = [];

    public PageQuery(Table table, DocumentQuery query)
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
                var values = Parameter(Parameters.Texts([.. filter.Values.Select(StorableText.From).Distinct()]));
                var source = $"v{parameters.Count}";
                sources.Add($"unnest({values}) as {source} (value)");
                conditions.Add($"{column} = {source}.value");
            }
        }

        var order = Layout.Name(query.OrderField);
        conditions.Add($"{order} is not null");
        if (query.From is { } from)
        {
            conditions.Add($"{order} >= {Text(from)}");
        }

        if (query.Until is { } until)
        {
            conditions.Add($"{order} < {Text(until)}");
        }

        if (query.After is { } after)
        {
            conditions.Add($"({order}, id) {(query.Descending ? '<' : '>')} ({Text(after.OrderValue)}, {Text(after.Id)})");
        }

        var direction = query.Descending ? "desc" : "asc";
        var limit = Parameter(Parameters.Count(query.Limit));
        var page =
            $"""
            select id, version, body, exact{(sources.Count > 0 ? $", {order} as position" : "")} from {table.QuotedName}
            where {string.Join(" and ", conditions)}
            order by {order} {direction}, id {direction} limit {limit}
            """;
        Sql = sources.Count == 0
            ? page
            : $"""
              select d.id, d.version, d.body, d.exact from {string.Join(" cross join ", sources)} cross join lateral ({page}) d
              order by d.position {direction}, d.id {direction} limit {limit}
              """;
    }

    public string Sql { get; }

    public IReadOnlyList<NpgsqlParameter> Values => parameters;

    private string Text(string value) => Parameter(Parameters.Text(value));

    private string Parameter(NpgsqlParameter value)
    {
        parameters.Add(value);
        return $"${parameters.Count}";
    }
}
