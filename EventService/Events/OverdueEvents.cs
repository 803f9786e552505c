using Documents;

namespace EventService.Events;

/// <summary>Events that have ended by their period and are still stored as what they were before: few, until <see cref="EndDueEvents"/> comes by.</summary>
internal static class OverdueEvents
{
    private const int Most = 200;

    /// <summary>Null when they are too many to be merged into a page. To be read before the page: one that is ended meanwhile is in both.</summary>
    public static async Task<IReadOnlyList<EventDocument>?> OverdueAt(
        this IDocumentStore<EventDocument> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var page = await events.Query(new Query<EventDocument>().OrderBy(e => e.EndsAt).Until(now.AddTicks(1)).Take(Most), cancellationToken);
        return page.NextCursor is null ? page.Items : null;
    }

    /// <summary>The page of both, newest first.</summary>
    /// <param name="cursor">Behind which the page begins.</param>
    public static Page<EventDocument> With(this Page<EventDocument> stored, IEnumerable<EventDocument> overdue, Cursor? cursor, int limit)
    {
        List<EventDocument> items =
        [
            .. stored.Items.Concat(overdue.Where(IsBehind)).DistinctBy(e => e.Id).OrderByDescending(e => e.CreatedAt).ThenByDescending(e => e.Id, StringComparer.Ordinal),
        ];
        return items.Count <= limit && stored.NextCursor is null
            ? new Page<EventDocument>(items, null)
            : new Page<EventDocument>([.. items.Take(limit)], PositionOf(items[limit - 1]).ToString());

        bool IsBehind(EventDocument e) =>
            cursor is null || (PositionOf(e) is var at && string.CompareOrdinal(at.OrderValue, cursor.OrderValue) is var order
                && (order < 0 || (order == 0 && string.CompareOrdinal(at.Id, cursor.Id) < 0)));
    }

    private static Cursor PositionOf(EventDocument e) => new(DocumentJson.TextOf(e.CreatedAt)!, e.Id);
}
