using Contracts;
using Contracts.Stages;
using Documents;
using LiveService.Stages;
using LiveService.Tokens;

namespace LiveService.Viewing;

/// <summary>Lets the holder of a token onto its stage.</summary>
internal sealed class StageEntrance(
    IDocumentStore<Stage> stages, IDocumentStore<StageToken> issued, StageTokens tokens, StageSessions sessions, OpenSessions open, TimeProvider time)
{
    /// <param name="sessionId">Of a session that is new.</param>
    /// <param name="stageId">Of which the token must be; null for whichever it is of.</param>
    public async Task<(StageSession? Session, bool IsNew, Refused? Refusal)> Join(
        Guid sessionId, Guid? stageId, string token, Guid userId, CancellationToken cancellationToken)
    {
        if (await tokens.Read(token, userId) is not { } read
            || (stageId ?? read.StageId) != read.StageId
            || await issued.Get(read.ParticipantId.ToString(), cancellationToken) is not { } record)
        {
            return (null, false, Refusals.InvalidStageToken);
        }

        if (await Refusal(record, cancellationToken) is { } refusal)
        {
            // An attempt before this one may have opened a session, and died before it looked again.
            return await Refuse(record, refusal, cancellationToken);
        }

        var (session, isNew) = await sessions.Open(sessionId, record, cancellationToken);

        // Whoever revoked or closed before the session was there has not found it: looked at again, one of the two has.
        record = await issued.Get(record.Id, cancellationToken) ?? record;
        return await Refusal(record, cancellationToken) is { } late ? await Refuse(record, late, cancellationToken) : (session, isNew, null);
    }

    private async Task<(StageSession? Session, bool IsNew, Refused? Refusal)> Refuse(StageToken token, Refused refusal, CancellationToken cancellationToken)
    {
        await open.EndOfParticipant(
            Guid.Parse(token.Id), refusal == Refusals.StageClosed ? SessionEnd.StageClosed : SessionEnd.TokenRevoked, cancellationToken);
        return (null, false, refusal);
    }

    private async Task<Refused?> Refusal(StageToken token, CancellationToken cancellationToken) =>
        !token.HoldsAt(time.GetUtcNow()) ? Refusals.InvalidStageToken
        : await stages.Get(token.StageId.ToString(), cancellationToken) is { Status: StageStatus.Open } ? null
        : Refusals.StageClosed;
}
