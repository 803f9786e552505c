using Contracts;
using Contracts.Activities;
using Documents;
using MassTransit;

namespace EventService.Activities;

internal sealed class ListActivitiesConsumer(IDocumentStore<ActivityDocument> activities) : IConsumer<ListActivities>
{
    public async Task Consume(ConsumeContext<ListActivities> context)
    {
        var message = context.Message;
        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var query = new Query<ActivityDocument>().OrderByDescending(a => a.OccurredAt).After(cursor).Take(message.Limit);
        if (message.Type is { } type)
        {
            query.Where(a => a.Owner, ActivityDocument.OwnerOf(message.UserId, type));
        }
        else
        {
            query.Where(a => a.UserId, message.UserId);
        }

        var page = await activities.Query(query, context.CancellationToken);
        await context.RespondAsync(new ActivityList([.. page.Items.Select(a => a.ToContract())], page.NextCursor));
    }
}
