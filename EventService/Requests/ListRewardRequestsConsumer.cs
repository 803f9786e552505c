using Contracts;
using Contracts.Requests;
using Documents;
using MassTransit;

namespace EventService.Requests;

internal sealed class ListRewardRequestsConsumer(IDocumentStore<RewardRequest> requests, ShownRequests shown) : IConsumer<ListRewardRequests>
{
    public async Task Consume(ConsumeContext<ListRewardRequests> context)
    {
        var message = context.Message;
        var caller = message.Caller;
        if (!caller.ReadsRequests() && message.UserId is { } other && other != caller.UserId)
        {
            await context.RespondAsync(Refusals.NotYours);
            return;
        }

        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var query = new Query<RewardRequest>().OrderByDescending(r => r.CreatedAt).After(cursor).Take(message.Limit);
        var owner = caller.ReadsRequests() ? message.UserId : caller.UserId;
        if (owner is { } userId)
        {
            query.Where(r => r.UserId, userId);
        }

        if (message.EventId is { } eventId)
        {
            query.Where(r => r.EventId, eventId);
        }

        if (message.Status is { } status)
        {
            query.Where(r => r.Status, status);
        }

        var page = await requests.Query(query, context.CancellationToken);
        var items = await Task.WhenAll(page.Items.Select(r => shown.For(caller, r, context.CancellationToken)));
        await context.RespondAsync(new RewardRequestList(items, page.NextCursor));
    }
}
