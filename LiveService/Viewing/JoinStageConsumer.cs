using Contracts;
using Contracts.Stages;
using Contracts.Viewing;
using Documents;
using LiveService.Stages;
using LiveService.Tokens;
using MassTransit;

namespace LiveService.Viewing;

internal sealed class JoinStageConsumer(
    IDocumentStore<Stage> stages, IDocumentStore<StageToken> issued, StageTokens tokens, StageSessions sessions, TimeProvider time)
    : IConsumer<JoinStage>
{
    public async Task Consume(ConsumeContext<JoinStage> context)
    {
        var message = context.Message;
        if (await tokens.Read(message.Token, message.StageId, message.Caller.UserId) is not { } participant
            || await issued.Get(participant.ToString(), context.CancellationToken) is not { } token)
        {
            await context.RespondAsync(Refusals.InvalidStageToken);
            return;
        }

        if (await Refusal(token, context.CancellationToken) is { } refusal)
        {
            await context.RespondAsync(refusal);
            return;
        }

        var (session, isNew) = await sessions.Open(message.SessionId, token, context.CancellationToken);

        // Whoever revoked or closed before the session was there has not found it: looked at again, one of the two has.
        token = await issued.Get(token.Id, context.CancellationToken) ?? token;
        if (await Refusal(token, context.CancellationToken) is { } late)
        {
            await sessions.End(session.Id, late == Refusals.StageClosed ? SessionEnd.StageClosed : SessionEnd.TokenRevoked, context.CancellationToken);
            await context.RespondAsync(late);
            return;
        }

        await context.RespondAsync(new StageJoined(session.ToDetails(time.GetUtcNow()), isNew));
    }

    private async Task<Refused?> Refusal(StageToken token, CancellationToken cancellationToken) =>
        !token.HoldsAt(time.GetUtcNow()) ? Refusals.InvalidStageToken
        : await stages.Get(token.StageId.ToString(), cancellationToken) is { Status: StageStatus.Open } ? null
        : Refusals.StageClosed;
}
