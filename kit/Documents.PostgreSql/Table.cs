using Documents.Engines;

namespace Documents.PostgreSql;

/// <summary>
/// The tables of one collection and the statements on them.
/// <para>
/// Bodies are json, not jsonb: they come back as they were written (a type discriminator must stay first). Each declared
/// field has a plain column beside the body, which the writer fills: a column that the server computes cannot be added
/// without writing the whole table anew while nobody else may.
/// </para>
/// <para>
/// The outbox is a table of its own. To clear it then neither rewrites the document with all its index entries nor
/// waits for the document's writers.
/// </para>
/// </summary>
internal sealed class Table
{
    private readonly string outbox;
    private volatile Layout layout;

    public Table(Schema schema)
    {
        Schema = schema;
        QuotedName = Identifier.Quote(schema.Collection);
        outbox = Identifier.Quote($"{schema.Collection}_outbox");
        var indexes = FieldIndex.Of(schema);
        Indexes = [.. indexes.Select(i => new Index(Identifier.Fit(i.Name), Description(i), i))];
        UniqueIndexFields = Indexes.Where(i => i.Of.IsUnique).ToDictionary(i => i.Name, i => i.Of.Declared[0]);
        layout = new Layout(QuotedName, outbox, schema.KeptFields);
    }

    public Schema Schema { get; }

    public string QuotedName { get; }

    public string PrimaryKey => Identifier.Fit($"{Schema.Collection}_pkey");

    /// <summary>The check that refuses writers which do not fill every column.</summary>
    public string LayoutCheck => field ??= Identifier.Fit($"{Schema.Collection}_{Layout.Column}_check");

    public IReadOnlyList<Index> Indexes { get; }

    /// <summary>The unique field of each unique index, by the index's name.</summary>
    public IReadOnlyDictionary<string, string> UniqueIndexFields { get; }

    public Layout Layout => layout;

    /// <summary>Free space in the pages lets a change of the body stay on its page, off the indexes.</summary>
    public IEnumerable<string> Create =>
    [
        $"""
        create table {QuotedName} (
            id text collate "C" constraint "{PrimaryKey}" primary key,
            version bigint not null,
            body json not null,
            exact bytea null
        ) with (fillfactor = 80)
        """,
        $"""
        create table {outbox} (
            document text collate "C" not null,
            message uuid not null,
            position bigint generated always as identity,
            raised_at timestamptz not null,
            body json not null,
            primary key (document, message)
        )
        """,
        $"create index {Identifier.Quote($"{Schema.Collection}_outbox_raised_at_idx")} on {outbox} (raised_at)",
        .. Grow(Schema.KeptFields, Schema.KeptFields.Count),
        .. Indexes.Select(i => i.Create()),
    ];

    /// <summary>$1 ids, $2 expected versions.</summary>
    public string Delete => field ??=
        $"""
        with saved as (
            delete from {QuotedName} d using unnest($1, $2) as i (id, version)
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
        select exists (select from {QuotedName} d where d.id = i.id){string.Concat(Schema.UniqueFields.Select((f, n) =>
            $", exists (select from {QuotedName} d where d.{Layout.Name(f)} = i.f{n})"))}
        from unnest($1{string.Concat(Schema.UniqueFields.Select((_, n) => $", ${n + 2}"))}) with ordinality
            as i (id{string.Concat(Schema.UniqueFields.Select((_, n) => $", f{n}"))}, n)
        order by i.n
        """;

    /// <summary>$1 ids.</summary>
    public string Get => field ??= $"select id, version, body, exact from {QuotedName} where id = any($1)";

    /// <inheritdoc cref="OutboxSql.Pending"/>
    public string Pending => field ??= OutboxSql.Pending(outbox);

    public string Backlog => field ??= OutboxSql.Backlog(outbox);

    /// <summary>$1 documents, $2 messages.</summary>
    public string Clear => field ??=
        $"delete from {outbox} o using unnest($1, $2) as s (document, message) where o.document = s.document and o.message = s.message";

    /// <summary>
    /// Adds columns that nobody has filled yet, and lets no writer pass that does not know them. A column that is there
    /// already was computed by the server, and is plain from now on.
    /// </summary>
    /// <param name="count">How many columns the table has then.</param>
    public IEnumerable<string> Grow(IEnumerable<string> added, int count) =>
    [
        $"alter table {QuotedName} add column if not exists {Layout.Column} integer not null default 0",
        .. added.Select(Layout.Name).SelectMany(column => new[]
        {
            $"alter table {QuotedName} add column if not exists {column} text collate \"C\"",
            $"alter table {QuotedName} alter column {column} drop expression if exists",
        }),
        $"""
        alter table {QuotedName}
            drop constraint if exists "{LayoutCheck}", add constraint "{LayoutCheck}" check ({Layout.Column} = {count}) not valid
        """,
    ];

    /// <summary>From now on writes fill these columns.</summary>
    public void Has(IReadOnlyList<string> fields) => layout = new Layout(QuotedName, outbox, fields);

    private string Description(FieldIndex index) => index.Searched is { } searched
        ? $"{QuotedName} {SearchIndex.On(Layout.Name(searched))}"
        : $"{QuotedName} ({string.Join(", ", index.Fields.Select(Layout.Name))}) where {Layout.Name(index.Required)} is not null";

    /// <param name="Description">What it is on, in SQL.</param>
    internal sealed record Index(string Name, string Description, FieldIndex Of)
    {
        public string Create(string how = "") => $"create {(Of.IsUnique ? "unique " : "")}index {how} \"{Name}\" on {Description}";
    }
}
