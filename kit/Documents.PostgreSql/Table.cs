using Documents.Engines;

namespace Documents.PostgreSql;

/// <summary>
/// The tables of one collection and the statements on them.
/// <para>
/// Bodies are json, not jsonb: they come back as they were written (a type discriminator must stay first), and each
/// declared field has a generated column, so that a body can change without a write to any index, an older process
/// that does not know a new field still fills its column, and the planner has statistics.
/// </para>
/// <para>
/// The outbox is a table of its own. To clear it then neither rewrites the document with all its index entries nor
/// waits for the document's writers.
/// </para>
/// </summary>
internal sealed class Table
{
    private readonly string name;
    private readonly string outbox;

    public Table(Schema schema)
    {
        Schema = schema;
        name = Identifier.Quote(schema.Collection);
        outbox = Identifier.Quote($"{schema.Collection}_outbox");
        Columns = [.. schema.Fields.Where(f => f != "id").Select(f => new Column(ColumnName(f), AddColumn(f)))];
        Indexes = [.. schema.UniqueFields.Select(UniqueIndex), .. schema.Indexes.Where(i => i is not ["id"]).Select(OrderIndex)];
        UniqueIndexFields = schema.UniqueFields.ToDictionary(UniqueIndexName);
    }

    public Schema Schema { get; }

    public string QuotedName => name;

    public string PrimaryKey => Identifier.Fit($"{Schema.Collection}_pkey");

    public IReadOnlyList<Column> Columns { get; }

    public IReadOnlyList<Index> Indexes { get; }

    /// <summary>The unique field of each unique index, by the index's name.</summary>
    public IReadOnlyDictionary<string, string> UniqueIndexFields { get; }

    /// <summary>Free space in the pages lets a change of the body stay on its page, off the indexes.</summary>
    public string Create =>
        $"""
        create table if not exists {name} (
            id text collate "C" constraint "{PrimaryKey}" primary key,
            version bigint not null,
            body json not null,
            exact bytea null
        ) with (fillfactor = 80);
        create table if not exists {outbox} (
            document text collate "C" not null,
            message uuid not null,
            position bigint generated always as identity,
            raised_at timestamptz not null,
            body json not null,
            primary key (document, message)
        );
        create index if not exists {Identifier.Quote($"{Schema.Collection}_outbox_raised_at_idx")} on {outbox} (raised_at);
        """;

    /// <summary>$1 ids, $2 bodies, $3 exact bodies; then the messages.</summary>
    public string Insert => field ??= Writing(
        $"""
        insert into {name} (id, version, body, exact)
        select i.id, 1, i.body, i.exact from unnest($1, $2, $3) as i (id, body, exact)
        on conflict do nothing
        returning id
        """,
        firstMessageParameter: 4);

    /// <summary>$1 ids, $2 bodies, $3 exact bodies, $4 expected versions; then the messages.</summary>
    public string Update => field ??= Writing(
        $"""
        update {name} d set version = i.version + 1, body = i.body, exact = i.exact
        from unnest($1, $2, $3, $4) as i (id, body, exact, version)
        where d.id = i.id and d.version = i.version
        returning d.id
        """,
        firstMessageParameter: 5);

    /// <summary>$1 ids, $2 expected versions.</summary>
    public string Delete => field ??=
        $"""
        with saved as (
            delete from {name} d using unnest($1, $2) as i (id, version)
            where d.id = i.id and d.version = i.version
            returning d.id
        ), forgotten as (
            delete from {outbox} o using saved where o.document = saved.id
        )
        select id from saved
        """;

    /// <summary>$1 ids, then the values of each unique field. Whether the id exists, and whether each value does.</summary>
    public string WhatExists => field ??=
        $"""
        select exists (select from {name} d where d.id = i.id){string.Concat(Schema.UniqueFields.Select((f, n) =>
            $", exists (select from {name} d where d.{ColumnName(f)} = i.f{n})"))}
        from unnest($1{string.Concat(Schema.UniqueFields.Select((_, n) => $", ${n + 2}"))}) with ordinality
            as i (id{string.Concat(Schema.UniqueFields.Select((_, n) => $", f{n}"))}, n)
        order by i.n
        """;

    /// <summary>$1 ids.</summary>
    public string Get => field ??= $"select id, version, body, exact from {name} where id = any($1)";

    /// <summary>$1 time, $2 how many documents. All messages of the documents whose oldest message is before the time.</summary>
    public string Pending => field ??=
        $"""
        select o.document, o.body
        from (
            select f.document, f.raised_at from {outbox} f
            where f.raised_at < $1 and not exists (
                select from {outbox} e
                where e.document = f.document and (e.raised_at, e.position) < (f.raised_at, f.position))
            order by f.raised_at
            limit $2
        ) as oldest
        join {outbox} o on o.document = oldest.document
        order by oldest.raised_at, o.document, o.position
        """;

    public string Backlog => field ??= $"select count(*), min(raised_at) from {outbox}";

    /// <summary>$1 documents, $2 messages.</summary>
    public string Clear => field ??=
        $"delete from {outbox} o using unnest($1, $2) as s (document, message) where o.document = s.document and o.message = s.message";

    /// <summary>The values of the filters first, then From, Until, the cursor's two and the limit, as far as there are any.</summary>
    public string Query(DocumentQuery query)
    {
        var parameter = 0;
        var sources = new List<string>();
        var conditions = new List<string>();
        foreach (var filter in query.Filters)
        {
            parameter++;
            if (filter.Values.Count == 1)
            {
                conditions.Add($"{ColumnName(filter.Field)} = ${parameter}");
            }
            else
            {
                // One index scan for each value, already in order: "= any" would read and sort every match.
                sources.Add($"unnest(${parameter}) as v{parameter} (value)");
                conditions.Add($"{ColumnName(filter.Field)} = v{parameter}.value");
            }
        }

        var order = ColumnName(query.OrderField);
        conditions.Add($"{order} is not null");
        if (query.From is not null)
        {
            conditions.Add($"{order} >= ${++parameter}");
        }

        if (query.Until is not null)
        {
            conditions.Add($"{order} < ${++parameter}");
        }

        if (query.After is not null)
        {
            conditions.Add($"({order}, id) {(query.Descending ? '<' : '>')} (${++parameter}, ${++parameter})");
        }

        var direction = query.Descending ? "desc" : "asc";
        var page =
            $"""
            select id, version, body, exact{(sources.Count > 0 ? $", {order} as position" : "")} from {name}
            where {string.Join(" and ", conditions)}
            order by {order} {direction}, id {direction} limit ${++parameter}
            """;
        return sources.Count == 0
            ? page
            : $"""
              select d.id, d.version, d.body, d.exact from {string.Join(" cross join ", sources)} cross join lateral ({page}) d
              order by d.position {direction}, d.id {direction} limit ${parameter}
              """;
    }

    private static string ColumnName(string field) => field == "id" ? field : Identifier.Quote($"f_{field}");

    private string AddColumn(string field) =>
        $"""
        alter table {name} add column {ColumnName(field)} text collate "C" generated always as (body ->> '{field}') stored
        """;

    private string UniqueIndexName(string field) => Identifier.Fit($"{Schema.Collection}_{field}_key");

    private Index UniqueIndex(string field)
    {
        var index = UniqueIndexName(field);
        return new Index(index, $"create unique index \"{index}\" on {name} ({ColumnName(field)}) where {ColumnName(field)} is not null");
    }

    /// <summary>Without the documents that are outside the order: a due time that has passed costs nothing any more.</summary>
    private Index OrderIndex(IReadOnlyList<string> fields)
    {
        var index = Identifier.Fit($"{Schema.Collection}_{string.Join('_', fields)}_idx");
        var columns = fields.Append("id").Distinct().Select(ColumnName);
        return new Index(
            index, $"create index \"{index}\" on {name} ({string.Join(", ", columns)}) where {ColumnName(fields[^1])} is not null");
    }

    /// <summary>One statement, so that a document without its messages, or messages without their document, cannot be.</summary>
    private string Writing(string documents, int firstMessageParameter) =>
        $"""
        with saved as (
            {documents}
        ), raised as (
            insert into {outbox} (document, message, raised_at, body)
            select m.document, m.message, m.raised_at, m.body
            from unnest(${firstMessageParameter}, ${firstMessageParameter + 1}, ${firstMessageParameter + 2}, ${firstMessageParameter + 3})
                with ordinality as m (document, message, raised_at, body, n)
            join saved on saved.id = m.document
            order by m.n
        )
        select id from saved
        """;

    internal sealed record Column(string QuotedName, string Add)
    {
        public string Name => QuotedName.Trim('"');
    }

    internal sealed record Index(string Name, string Create);
}
