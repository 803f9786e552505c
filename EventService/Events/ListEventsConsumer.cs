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

        var statuses = Statuses(message);
        var page = statuses.Length == 0
            ? new Page<EventDocument>([], null)
            : await Find(message, statuses, cursor, context.CancellationToken);
        await context.RespondAsync(new EventList([.. page.Items.Select(e => e.ToDetails())], page.NextCursor));
    }

    private static EventStatus[] Statuses(ListEvents message) =>
    [
        .. (message.Caller.IsStaff() ? ForStaff : ForUsers)
            .Where(status => message.Status is null || status == message.Status)
            .Where(status => message.Active is not true || status == EventStatus.Active),
    ];

    private Task<Page<EventDocument>> Find(ListEvents message, EventStatus[] statuses, Cursor? cursor, CancellationToken cancellationToken)
    {
        var query = new Query<EventDocument>().OrderByDescending(e => e.CreatedAt).After(cursor).Take(message.Limit);
        if (statuses.Length < ForStaff.Length)
        {
            query.Where(e => e.Status, [.. statuses.Cast<object>()]);
        }

        if (message.Active is null && string.IsNullOrEmpty(message.NameContains))
        {
            return events.Query(query, cancellationToken);
        }

        var now = time.GetUtcNow();
        return events.Query(
            query,
            e => (message.Active is not { } active || e.IsActiveAt(now) == active)
                && (message.NameContains is not { } part || e.Terms.Name.Contains(part, StringComparison.OrdinalIgnoreCase)),
            e => e.CreatedAt,
            message.Limit,
            cancellationToken);
    }
}
