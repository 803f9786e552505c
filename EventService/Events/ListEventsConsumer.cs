using Contracts;
using Contracts.Events;
using Documents;
using MassTransit;

namespace EventService.Events;

internal sealed class ListEventsConsumer(IDocumentStore<EventDocument> events, TimeProvider time) : IConsumer<ListEvents>
{
    private static readonly EventStatus[] ForUsers = [EventStatus.Active, EventStatus.Paused, EventStatus.Ended];
    private static readonly EventStatus[] ForStaff = Enum.GetValues<EventStatus>();

    public async Task Consume(ConsumeContext<ListEvents> context)
    {
        var message = context.Message;
        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var now = time.GetUtcNow();
        var statuses = Statuses(message);
        var page = statuses.Length == 0
            ? new Page<EventDocument>([], null)
            : await Find(message, statuses, cursor, now, context.CancellationToken);
        await context.RespondAsync(new EventList([.. page.Items.Select(e => e.ToDetails(now))], page.NextCursor));
    }

    private static EventStatus[] Statuses(ListEvents message) =>
    [
        .. (message.Caller.SeesDrafts() ? ForStaff : ForUsers)
            .Where(status => message.Status is null || status == message.Status)
            .Where(status => message.Active is not true || status == EventStatus.Active),
    ];

    private Task<Page<EventDocument>> Find(
        ListEvents message, EventStatus[] statuses, Cursor? cursor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // One that has ended may still be stored as what it was before.
        EventStatus[] stored = statuses.Contains(EventStatus.Ended) ? [.. statuses.Union(ForUsers)] : statuses;
        var query = new Query<EventDocument>().OrderByDescending(e => e.CreatedAt).After(cursor).Take(message.Limit);
        if (stored.Length < ForStaff.Length)
        {
            query.Where(e => e.Status, [.. stored.Cast<object>()]);
        }

        if (message.Status is null && message.Active is null && string.IsNullOrEmpty(message.NameContains))
        {
            return events.Query(query, cancellationToken);
        }

        return events.Query(
            query,
            e => statuses.Contains(e.StatusAt(now))
                && (message.Active is not { } active || e.IsActiveAt(now) == active)
                && (message.NameContains is not { } part || e.Terms.Name.Contains(part, StringComparison.OrdinalIgnoreCase)),
            e => e.CreatedAt,
            message.Limit,
            cancellationToken);
    }
}
