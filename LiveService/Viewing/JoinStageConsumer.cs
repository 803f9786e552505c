using Contracts;
using Contracts.Stages;
using Contracts.Viewing;
using Documents;
using LiveService.Stages;
using LiveService.Tokens;
using MassTransit;

namespace LiveService.Viewing;

internal sealed class JoinStageConsumer(
    IDocumentStore<Stage> stages, IDocumentStore<StageToken> issued, StageTokens tokens, StageSessions sessions, OpenSessions open, TimeProvider time)
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
            // An attempt before this one may have opened a session, and died before it looked again.
            await Refuse(context, token, refusal);
            return;
        }

        var (session, isNew) = await sessions.Open(message.SessionId, token, context.CancellationToken);

        // Whoever revoked or closed before the session was there has not found it: looked at again, one of the two has.
        token = await issued.Get(token.Id, context.CancellationToken) ?? token;
        if (await Refusal(token, context.CancellationToken) is { } late)
        {
            await Refuse(context, token, late);
            return;
        }

        await context.RespondAsync(new StageJoined(session.ToDetails(time.GetUtcNow()), isNew));
    }

    private async Task Refuse(ConsumeContext context, StageToken token, Refused refusal)
    {
        await open.EndOfParticipant(
            Guid.Parse(token.Id), refusal == Refusals.StageClosed ? SessionEnd.StageClosed : SessionEnd.TokenRevoked, context.CancellationToken);
        await context.RespondAsync(refusal);
    }

    private async Task<Refused?> Refusal(StageToken token, CancellationToken cancellationToken) =>
        !token.HoldsAt(time.GetUtcNow()) ? Refusals.InvalidStageToken
        : await stages.Get(token.StageId.ToString(), cancellationToken) is { Status: StageStatus.Open } ? null
        : Refusals.StageClosed;
}
