using Contracts;
using Contracts.Audit;
using Contracts.Users;
using Contracts.Viewing;
using Documents;
using LiveService.Stages;
using MassTransit;

namespace LiveService.Viewing;

internal sealed class LeaveStageConsumer(IDocumentStore<StageSession> stored, StageSessions sessions, TimeProvider time) : IConsumer<LeaveStage>
{
    public async Task Consume(ConsumeContext<LeaveStage> context)
    {
        var (stageId, sessionId, caller) = context.Message;
        var session = await stored.Get(sessionId.ToString(), context.CancellationToken);
        if (session is null || session.StageId != stageId || (session.UserId != caller.UserId && !caller.May(Permissions.StagesWrite)))
        {
            await context.RespondAsync(Refusals.NoSession);
            return;
        }

        var ended = await sessions.End(session.Id, SessionEnd.Left, context.CancellationToken, s => Audit(s, caller));
        await context.Answer(ended?.ToDetails(time.GetUtcNow()), ended is null ? Refusals.NoSession : null);
    }

    /// <summary>What a user does with his own session is in its record.</summary>
    private void Audit(StageSession session, Caller caller)
    {
        if (session.UserId != caller.UserId)
        {
            session.Raise(ChangeRecorded.Of(
                time.GetUtcNow(), Actor.Of(caller), "stage.session_ended", Stage.TargetOf(session.StageId.ToString()), null,
                Snapshot.Of(new { sessionId = session.Id, userId = session.UserId })));
        }
    }
}
