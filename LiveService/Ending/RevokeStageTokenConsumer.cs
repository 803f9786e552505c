using Contracts;
using Contracts.Stages;
using Contracts.Users;
using Documents;
using LiveService.Tokens;
using LiveService.Viewing;
using MassTransit;

namespace LiveService.Ending;

internal sealed class RevokeStageTokenConsumer(IDocumentStore<StageToken> issued, OpenSessions sessions, TimeProvider time, ILogger<RevokeStageTokenConsumer> logger)
    : IConsumer<RevokeStageToken>
{
    public async Task Consume(ConsumeContext<RevokeStageToken> context)
    {
        var (stageId, participantId, caller) = context.Message;
        var found = await issued.Get(participantId.ToString(), context.CancellationToken);
        if (found is null || found.StageId != stageId || (found.UserId != caller.UserId && !caller.May(Permissions.StagesWrite)))
        {
            await context.RespondAsync(Refusals.NoToken);
            return;
        }

        var token = await issued.Change(found.Id, t => t.Revoke(Actor.Of(caller), time.GetUtcNow()), context.CancellationToken) ?? found;
        await sessions.EndOfParticipant(participantId, SessionEnd.TokenRevoked, context.CancellationToken);
        logger.LogInformation("The token of participant {ParticipantId} of stage {StageId} is revoked", participantId, stageId);
        await context.RespondAsync(new StageTokenRevoked(stageId, participantId, token.RevokedAt ?? time.GetUtcNow()));
    }
}
