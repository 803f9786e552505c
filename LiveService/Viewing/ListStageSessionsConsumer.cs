using Contracts;
using Contracts.Viewing;
using Documents;
using LiveService.Stages;
using MassTransit;

namespace LiveService.Viewing;

internal sealed class ListStageSessionsConsumer(IDocumentStore<Stage> stages, IDocumentStore<StageSession> sessions, TimeProvider time) : IConsumer<ListStageSessions>
{
    public async Task Consume(ConsumeContext<ListStageSessions> context)
    {
        var message = context.Message;
        if (await stages.Get(message.StageId.ToString(), context.CancellationToken) is null)
        {
            await context.RespondAsync(Refusals.NoStage);
            return;
        }

        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var now = time.GetUtcNow();
        var query = new Query<StageSession>().Where(s => s.StageId, message.StageId).OrderByDescending(s => s.JoinedAt).After(cursor).Take(message.Limit);
        var page = message.Open is { } open
            ? await sessions.Query(query, s => s.IsOpenAt(now) == open, s => s.JoinedAt, message.Limit, context.CancellationToken)
            : await sessions.Query(query, context.CancellationToken);
        await context.RespondAsync(new StageSessionList([.. page.Items.Select(s => s.ToDetails(now))], page.NextCursor));
    }
}
