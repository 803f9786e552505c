using Contracts;
using Contracts.Stages;
using Documents;
using MassTransit;

namespace LiveService.Stages;

internal sealed class ListStagesConsumer(IDocumentStore<Stage> stages) : IConsumer<ListStages>
{
    public async Task Consume(ConsumeContext<ListStages> context)
    {
        var message = context.Message;
        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var query = new Query<Stage>().OrderByDescending(s => s.CreatedAt).After(cursor).Take(message.Limit);
        if (message.Status is { } status)
        {
            query.Where(s => s.Status, status);
        }

        var page = await stages.Query(query, context.CancellationToken);
        await context.RespondAsync(new StageList([.. page.Items.Select(s => s.ToDetails())], page.NextCursor));
    }
}
