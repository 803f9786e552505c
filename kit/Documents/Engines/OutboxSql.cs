namespace Documents.Engines;

/// <summary>
/// What the engines ask in SQL of a table of waiting messages: <c>document</c>, <c>message</c>, <c>position</c>,
/// <c>raised_at</c>, <c>body</c>.
/// </summary>
internal static class OutboxSql
{
    /// <summary>$1 time, $2 how many documents. All messages of the documents whose oldest message is before the time.</summary>
    public static string Pending(string outbox) =>
        $"""
        select o.document, o.body
        from (
            select f.document, f.raised_at from {outbox} f
            where f.raised_at < $1 and not exists (
                select 1 from {outbox} e
                where e.document = f.document and (e.raised_at, e.position) < (f.raised_at, f.position))
            order by f.raised_at
            limit $2
        ) as oldest
        join {outbox} o on o.document = oldest.document
        order by oldest.raised_at, o.document, o.position
        """;

    /// <summary>How many wait, and since when. Apart, so that the second is looked up.</summary>
    public static string Backlog(string outbox) => $"select (select count(*) from {outbox}), (select min(raised_at) from {outbox})";
}
