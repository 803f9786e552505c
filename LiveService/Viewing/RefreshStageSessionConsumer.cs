using Contracts.Viewing;
using Documents;
using MassTransit;

namespace LiveService.Viewing;

internal sealed class RefreshStageSessionConsumer(IDocumentStore<StageSession> stored, StageSessions sessions) : IConsumer<RefreshStageSession>
{
    public async Task Consume(ConsumeContext<RefreshStageSession> context)
    {
        var message = context.Message;
        var session = await stored.Get(message.SessionId.ToString(), context.CancellationToken);
        var refusal = session is null || session.StageId != message.StageId || session.UserId != message.Caller.UserId ? Refusals.NoSession
            : await sessions.Hear(session.Id, context.CancellationToken) is null ? Refusals.SessionEnded
            : null;
        await context.Answer(refusal is null ? new StageSessionRefreshed(message.SessionId) : null, refusal);
    }
}
