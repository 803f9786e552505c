using Documents.Engines;

namespace Documents.Sqlite;

/// <summary>
/// The tables of one collection and the statements on them.
/// <para>
/// A body is JSON as text, and each declared field a column beside it. A column that SQLite computes from the body would
/// need no care, but then every update writes every index anew: here it writes those whose field has changed.
/// </para>
/// </summary>
internal sealed class Table
{
    private readonly string name;
    private readonly string outbox;
    private readonly IReadOnlyList<FieldIndex> indexes;

    public Table(Schema schema)
    {
        Schema = schema;
        name = Quote(schema.Collection);
        outbox = Quote($"{schema.Collection}_outbox");
        Columns = [.. Fields.Select(f => new Part($"f_{f}", $"alter table {name} add column {Column(f)} text"))];
        indexes = FieldIndex.Of(schema);
        Indexes = [.. indexes.Select(i => new Part(i.Name, CreateIndex(i)))];
    }

    public Schema Schema { get; }

    public string QuotedName => name;

    /// <summary>The declared fields that have a column: all but the id.</summary>
    public IReadOnlyList<string> Fields => Schema.KeptFields;

    public IReadOnlyList<Part> Columns { get; }

    public IReadOnlyList<Part> Indexes { get; }

    public IReadOnlyList<string> Create =>
    [
        $"create table if not exists {name} (id text primary key not null, version integer not null, body text not null)",
        $"""
        create table if not exists {outbox} (
            position integer primary key,
            document text not null,
            message text not null,
            raised_at text not null,
            body text not null)
        """,
        $"create index if not exists {Quote($"{Schema.Collection}_outbox_document_idx")} on {outbox} (document)",
        $"create index if not exists {Quote($"{Schema.Collection}_outbox_raised_at_idx")} on {outbox} (raised_at)",
    ];

    /// <summary>$1 id, $2 body, then the fields.</summary>
    public string Insert => field ??=
        $"""
        insert into {name} (id, version, body{string.Concat(Fields.Select(f => $", {Column(f)}"))})
        values ($1, 1, cast($2 as text){string.Concat(Fields.Select((_, i) => $", ${i + 3}"))})
        on conflict do nothing
        """;

    /// <summary>$1 id, $2 expected version. The fields as they are stored.</summary>
    public string Stored => field ??= $"select {(Fields.Count == 0 ? "1" : string.Join(", ", Fields.Select(Column)))} from {name} where id = $1 and version = $2";

    /// <summary>$1 id, $2 expected version.</summary>
    public string Delete => field ??= $"delete from {name} where id = $1 and version = $2";

    /// <summary>$1 document.</summary>
    public string DeleteOutbox => field ??= $"delete from {outbox} where document = $1";

    /// <summary>$1 document, $2 message, $3 time, $4 body.</summary>
    public string Raise => field ??= $"insert into {outbox} (document, message, raised_at, body) values ($1, $2, $3, cast($4 as text))";

    /// <summary>$1 document, $2 message.</summary>
    public string Clear => field ??= $"delete from {outbox} where document = $1 and message = $2";

    /// <summary>$1 id.</summary>
    public string Get => field ??= $"select id, version, body from {name} where id = $1";

    /// <summary>$1 id.</summary>
    public string HasId => field ??= $"select 1 from {name} where id = $1";

    /// <inheritdoc cref="OutboxSql.Pending"/>
    public string Pending => field ??= OutboxSql.Pending(outbox);

    public string Backlog => field ??= OutboxSql.Backlog(outbox);

    /// <summary>$1 id, $2 body, then the fields that have changed.</summary>
    public string Update(IEnumerable<string> changed) =>
        $"update or ignore {name} set version = version + 1, body = cast($2 as text){string.Concat(changed.Select((f, i) => $", {Column(f)} = ${i + 3}"))} where id = $1";

    /// <summary>Sets columns from the bodies where they differ. The text is that of the port: true and false are words.</summary>
    public string Fill(IReadOnlyList<string> fields) =>
        $"""
        update {name} set {string.Join(", ", fields.Select(f => $"{Column(f)} = {FromBody(f)}"))}
        where {string.Join(" or ", fields.Select(f => $"{Column(f)} is not {FromBody(f)}"))}
        """;

    /// <summary>$1 value, $2 the id that may have it.</summary>
    public string HasValue(string field) => $"select 1 from {name} where {Column(field)} = $1 and id <> $2";

    public static string Column(string field) => field == "id" ? field : Quote($"f_{field}");

    /// <summary>The index behind a declared one; null for the order of the id, which the table has of itself.</summary>
    public string? IndexName(IReadOnlyList<string> fields) => indexes.FirstOrDefault(i => !i.IsUnique && i.Declared == fields)?.Name;

    /// <summary>The index behind a declared search.</summary>
    public string SearchName(string field, string orderField) => indexes.First(i => i.Searched == field && i.Declared[0] == orderField).Name;

    private static string Quote(string name) => $"\"{name}\"";

    private static string FromBody(string field) =>
        $"case json_type(body, '$.\"{field}\"') when 'true' then 'true' when 'false' then 'false' else body ->> '$.\"{field}\"' end";

    private string CreateIndex(FieldIndex index) =>
        $"""
        create {(index.IsUnique ? "unique " : "")}index {Quote(index.Name)} on {name} ({string.Join(", ", index.Fields.Select(Column))})
        where {Column(index.Required)} is not null
        """;

    /// <summary>A column or an index, and the statement that makes it.</summary>
    internal sealed record Part(string Name, string Create);
}
