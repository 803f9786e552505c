using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Persistence.Engines;

namespace Persistence.PostgreSql;

/// <summary>The statements of one collection. Names come from schemas, never from input; values are always parameters.</summary>
internal sealed class Table
{
    private const string Pending = "outbox is not null";

    private readonly Schema schema;

    public Table(Schema schema)
    {
        this.schema = schema;
        var name = schema.Collection;
        SelectById = $"select id, version, body::text from {name} where id = $1";
        SelectPending = $"select id, outbox::text from {name} where {Pending} and outbox_at < $1 order by outbox_at limit $2";
        Insert =
            $"""
            insert into {name} (id, version, body, outbox, outbox_at)
            select id, 1, body::jsonb, nullif(outbox, '[]')::jsonb, (outbox::jsonb -> 0 ->> 'raisedAt')::timestamptz
            from unnest($1, $2, $3) as new (id, body, outbox)
            on conflict do nothing returning id
            """;
        Update =
            $"""
            update {name} as stored set
              version = stored.version + 1,
              body = new.body::jsonb,
              outbox = case when new.outbox = '[]' then stored.outbox else coalesce(stored.outbox, '[]'::jsonb) || new.outbox::jsonb end,
              outbox_at = coalesce(stored.outbox_at, (new.outbox::jsonb -> 0 ->> 'raisedAt')::timestamptz)
            from unnest($1, $2, $3, $4) as new (id, body, outbox, version)
            where stored.id = new.id and stored.version = new.version returning stored.id
            """;
        Delete = $"delete from {name} as stored using unnest($1, $2) as old (id, version) where stored.id = old.id and stored.version = old.version returning stored.id";
        Clear =
            $"""
            update {name} as stored set
              outbox = rest.outbox,
              outbox_at = (rest.outbox -> 0 ->> 'raisedAt')::timestamptz
            from (
              select document.id, (
                select jsonb_agg(message order by position)
                from jsonb_array_elements(document.outbox) with ordinality as messages (message, position)
                where message ->> 'id' <> all (sent.ids)) as outbox
              from (select id, array_agg(message) as ids from unnest($1, $2) as pair (id, message) group by id) as sent
              join {name} as document on document.id = sent.id and document.outbox is not null
              order by document.id
              for update of document
            ) as rest
            where stored.id = rest.id
            """;
    }

    public string SelectById { get; }

    public string SelectPending { get; }

    public string Insert { get; }

    public string Update { get; }

    public string Delete { get; }

    public string Clear { get; }

    public IEnumerable<string> Definitions()
    {
        var name = schema.Collection;
        yield return
            $"create table if not exists {name} (id text collate \"C\" primary key, version bigint not null, body jsonb not null, outbox jsonb, outbox_at timestamptz)";
        yield return $"create index if not exists {name}_outbox on {name} (outbox_at) where {Pending}";
        foreach (var field in schema.UniqueFields)
        {
            yield return $"create unique index if not exists {UniqueName(field)} on {name} (({Expression(field)}))";
        }

        foreach (var fields in schema.Indexes)
        {
            var columns = string.Join(", ", fields.Select(field => $"({Expression(field)})"));
            yield return $"create index if not exists {Short($"{name}_by_{string.Join('_', fields)}")} on {name} ({columns}, id)";
        }
    }

    /// <summary>The unique field behind the name of a violated constraint; null for the primary key.</summary>
    public string? FieldOf(string? constraint) => schema.UniqueFields.FirstOrDefault(field => UniqueName(field) == constraint);

    public string SelectByField(string field) => $"select id from {schema.Collection} where ({Expression(field)}) = $1";

    public NpgsqlCommand Query(DocumentQuery query)
    {
        var command = new NpgsqlCommand();
        var order = $"({Expression(query.OrderField)})";
        var direction = query.Descending ? "desc" : "asc";
        var sql = new StringBuilder($"select id, version, body::text from {schema.Collection} where {order} is not null");
        foreach (var filter in query.Filters)
        {
            sql.Append(filter.Values.Count == 1
                ? $" and ({Expression(filter.Field)}) = {Parameter(filter.Values[0])}"
                : $" and ({Expression(filter.Field)}) = any ({Parameter(filter.Values.ToArray())})");
        }

        if (query.From is { } from)
        {
            sql.Append($" and {order} >= {Parameter(from)}");
        }

        if (query.Until is { } until)
        {
            sql.Append($" and {order} < {Parameter(until)}");
        }

        if (query.After is { } after)
        {
            sql.Append($" and ({order}, id) {(query.Descending ? "<" : ">")} ({Parameter(after.OrderValue)}, {Parameter(after.Id)})");
        }

        sql.Append($" order by {order} {direction}, id {direction} limit {query.Limit}");
        command.CommandText = sql.ToString();
        return command;

        string Parameter(object value)
        {
            command.Parameters.Add(new NpgsqlParameter
            {
                Value = value,
                NpgsqlDbType = value is string[] ? NpgsqlDbType.Array | NpgsqlDbType.Text : NpgsqlDbType.Text,
            });
            return $"${command.Parameters.Count}";
        }
    }

    /// <summary>Bytes order as characters do, so that keyset paging and the clock's text agree with memory.</summary>
    private static string Expression(string field) => $"(body ->> '{field}') collate \"C\"";

    /// <summary>PostgreSQL cuts names at 63 bytes, which could make two of them one.</summary>
    private static string Short(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower.Length <= 60 ? lower : $"{lower[..50]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lower)))[..8]}";
    }

    private string UniqueName(string field) => Short($"{schema.Collection}_unique_{field}");
}
