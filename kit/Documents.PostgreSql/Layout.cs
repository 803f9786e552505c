namespace Documents.PostgreSql;

/// <summary>
/// The field columns that a table has, and the statements that fill them. Columns are only ever added. Each row says how
/// many of them its writer knew, and a check of the table refuses a writer that knows fewer than there are: whoever has not
/// heard of a column learns of it by that, and never leaves it as it was.
/// </summary>
/// <param name="table">Quoted.</param>
/// <param name="outbox">Quoted.</param>
/// <param name="fields">In the order in which they were added.</param>
internal sealed class Layout(string table, string outbox, IReadOnlyList<string> fields)
{
    public const string Column = "layout";

    /// <summary>Those that this version does not declare, too: a newer one has added them.</summary>
    public IReadOnlyList<string> Fields => fields;

    /// <summary>$1 ids, $2 bodies, $3 exact bodies, then the texts of each field; then the messages.</summary>
    public string Insert => field ??= Writing(
        $"""
        insert into {table} (id, version, body, exact, {Column}{Each(f => $", {Name(f)}")})
        select i.id, 1, i.body, i.exact, {fields.Count}{Each(f => $", i.{Name(f)}")}
        from unnest($1, $2, $3{Each((_, n) => $", ${n + 4}")}) as i (id, body, exact{Each(f => $", {Name(f)}")})
        on conflict do nothing
        returning id
        """,
        firstMessageParameter: 4 + fields.Count);

    /// <summary>$1 ids, $2 bodies, $3 exact bodies, then the texts of each field, then the expected versions; then the messages.</summary>
    public string Update => field ??= Writing(
        $"""
        update {table} d set version = i.version + 1, body = i.body, exact = i.exact, {Column} = {fields.Count}{Each(f => $", {Name(f)} = i.{Name(f)}")}
        from unnest($1, $2, $3{Each((_, n) => $", ${n + 4}")}, ${4 + fields.Count}) as i (id, body, exact{Each(f => $", {Name(f)}")}, version)
        where d.id = i.id and d.version = i.version
        returning d.id
        """,
        firstMessageParameter: 5 + fields.Count);

    /// <summary>
    /// $1 the id behind which it begins, $2 how many documents. Fills the rows among them whose writer did not know every
    /// column; they are locked in the order of their ids, as writers do. Gives the last id, or null at the end, and how many
    /// rows were looked at.
    /// </summary>
    public string Fill => field ??=
        $"""
        with page as materialized (
            select id from {table} where id > $1 order by id limit $2
        ), due as materialized (
            select d.id from {table} d join page on page.id = d.id where d.id > $1 and d.{Column} < {fields.Count}
            order by d.id for no key update of d
        ), filled as (
            update {table} d set {Column} = {fields.Count}{Each(f => $", {Name(f)} = d.body ->> '{f}'")} from due where d.id = due.id
        )
        select max(id), count(*) from page
        """;

    public static string Name(string field) => field == "id" ? field : Identifier.Quote($"f_{field}");

    private string Each(Func<string, string> text) => string.Concat(fields.Select(text));

    private string Each(Func<string, int, string> text) => string.Concat(fields.Select(text));

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
}
