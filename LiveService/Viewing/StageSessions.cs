using Documents;
using LiveService.Tokens;

namespace LiveService.Viewing;

/// <summary>Opens, hears and ends sessions. Of several who do so at once the document's version, or its unique participant, lets one.</summary>
internal sealed class StageSessions(IDocumentStore<StageSession> sessions, TimeProvider time, ILogger<StageSessions> logger)
{
    /// <summary>The participant's open session; IsNew when it is this one.</summary>
    public async Task<(StageSession Session, bool IsNew)> Open(Guid sessionId, StageToken token, CancellationToken cancellationToken)
    {
        while (true)
        {
            var session = StageSession.Of(sessionId, token, time.GetUtcNow());
            var result = await sessions.Insert(session, cancellationToken);
            if (result.IsSaved)
            {
                logger.LogInformation("Participant {ParticipantId} of user {UserId} is on stage {StageId}", session.ParticipantId, session.UserId, session.StageId);
                return (session, true);
            }

            if (result.Outcome == WriteOutcome.DuplicateId)
            {
                // The command came again. What it opened is its answer while that lasts.
                if (await Hear(session.Id, cancellationToken) is { } own)
                {
                    return (own, true);
                }

                sessionId = Guid.NewGuid();
                continue;
            }

            if (await OpenOf(token.Id, cancellationToken) is { } open)
            {
                if (await Hear(open.Id, cancellationToken) is { } heard)
                {
                    return (heard, false);
                }

                await End(open.Id, SessionEnd.Lapsed, cancellationToken);
            }
        }
    }

    /// <summary>The session, when it is open still; null when it has ended.</summary>
    public async Task<StageSession?> Hear(string id, CancellationToken cancellationToken)
    {
        var heard = false;
        var session = await sessions.Change(id, s => heard = s.Hear(time.GetUtcNow()), cancellationToken);
        return heard ? session : null;
    }

    /// <summary>The session as it has ended, by this or before; null when there is none.</summary>
    /// <param name="onEnd">What more is stored with an end that is made here.</param>
    public async Task<StageSession?> End(string id, SessionEnd end, CancellationToken cancellationToken, Action<StageSession>? onEnd = null)
    {
        var ended = false;
        var session = await sessions.Change(
            id,
            s =>
            {
                ended = s.Finish(end, time.GetUtcNow());
                if (ended)
                {
                    onEnd?.Invoke(s);
                }

                return ended;
            },
            cancellationToken);
        if (ended)
        {
            SessionMetrics.CountEnd(session!.End!.Value);
            logger.LogInformation("Session {SessionId} on stage {StageId} ended: {End}", id, session.StageId, session.End);
        }

        return session;
    }

    private async Task<StageSession?> OpenOf(string participantId, CancellationToken cancellationToken)
    {
        var page = await sessions.Query(new Query<StageSession>().Where(s => s.OpenParticipant, participantId).OrderBy(s => s.JoinedAt).Take(1), cancellationToken);
        return page.Items is [var open] ? open : null;
    }
}
