using Contracts;
using Contracts.Events;
using Documents;
using Documents.Sweeps;
using MassTransit;

namespace EventService.Events;

/// <summary>
/// A part of the name is searched by the store. What it finds is compared once more: a version that does not know the searched
/// field leaves that of the name before. Until this process has renewed such fields once, all names are compared here.
/// </summary>
internal sealed class ListEventsConsumer(IDocumentStore<EventDocument> events, FieldRenewal<EventDocument> names, TimeProvider time) : IConsumer<ListEvents>
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
        await context.RespondAsync(new EventList([.. page.Items.Where(e => e.IsNamedLike(message.NameContains)).Select(e => e.ToDetails(now))], page.NextCursor));
    }

    private static EventStatus[] Statuses(ListEvents message) =>
    [
        .. (message.Caller.SeesDrafts() ? ForStaff : ForUsers)
            .Where(status => message.Status is null || status == message.Status)
            .Where(status => message.Active is not true || status == EventStatus.Active),
    ];

    private async Task<Page<EventDocument>> Find(
        ListEvents message, EventStatus[] statuses, Cursor? cursor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isSearched = !string.IsNullOrEmpty(message.NameContains);
        var storeKnows = !isSearched || names.HasPassed;
        if (storeKnows && message.Status is null && message.Active is null)
        {
            return await events.Query(Asked(statuses), cancellationToken);
        }

        if (storeKnows && statuses is [EventStatus.Ended]
            && await events.OverdueAt(now, cancellationToken) is { } overdue)
        {
            var stored = await events.Query(Asked(statuses), cancellationToken);
            return stored.With(overdue.Where(e => e.IsNamedLike(message.NameContains)), cursor, message.Limit);
        }

        // One that has ended may still be stored as what it was before.
        return await events.Query(
            Asked(statuses.Contains(EventStatus.Ended) ? [.. statuses.Union(ForUsers)] : statuses),
            e => statuses.Contains(e.StatusAt(now))
                && (message.Active is not { } active || e.IsActiveAt(now) == active)
                && e.IsNamedLike(message.NameContains),
            e => e.CreatedAt,
            message.Limit,
            cancellationToken);

        Query<EventDocument> Asked(EventStatus[] stored)
        {
            var query = new Query<EventDocument>().OrderByDescending(e => e.CreatedAt).After(cursor).Take(message.Limit);
            if (stored.Length < ForStaff.Length)
            {
                query.Where(e => e.Status, [.. stored.Cast<object>()]);
            }

            if (isSearched && storeKnows)
            {
                query.Containing(e => e.NameKey, EventDocument.NameKeyOf(message.NameContains!));
            }

            return query;
        }
    }
}
