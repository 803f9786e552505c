using Contracts;
using Contracts.Viewing;
using Documents;
using MassTransit;

namespace LiveService.Viewing;

internal sealed class ListViewerSessionsConsumer(IDocumentStore<StageSession> sessions, TimeProvider time) : IConsumer<ListViewerSessions>
{
    public async Task Consume(ConsumeContext<ListViewerSessions> context)
    {
        var message = context.Message;
        if (!Cursor.TryParse(message.Cursor, out var cursor))
        {
            await context.RespondAsync(FieldFaults.BadCursor);
            return;
        }

        var now = time.GetUtcNow();
        var page = await sessions.Query(
            new Query<StageSession>().Where(s => s.UserId, message.UserId).OrderByDescending(s => s.JoinedAt).After(cursor).Take(message.Limit), context.CancellationToken);
        await context.RespondAsync(new StageSessionList([.. page.Items.Select(s => s.ToDetails(now))], page.NextCursor));
    }
}
