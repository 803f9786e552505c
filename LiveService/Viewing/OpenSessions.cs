using System.Linq.Expressions;
using Documents;

namespace LiveService.Viewing;

/// <summary>Ends what is open of a stage, of a participant or of a user.</summary>
internal sealed class OpenSessions(IDocumentStore<StageSession> sessions, StageSessions ending)
{
    private const int PageSize = 200;

    public Task EndOfStage(Guid stageId, CancellationToken cancellationToken) =>
        EndAll(s => s.StageId, stageId, s => s.LapsesAt, SessionEnd.StageClosed, cancellationToken);

    public Task EndOfParticipant(Guid participantId, SessionEnd end, CancellationToken cancellationToken) =>
        EndAll(s => s.OpenParticipant, participantId.ToString(), s => s.JoinedAt, end, cancellationToken);

    public Task EndOfUser(Guid userId, CancellationToken cancellationToken) =>
        EndAll(s => s.UserId, userId, s => s.LapsesAt, SessionEnd.TokenRevoked, cancellationToken);

    private async Task EndAll(
        Expression<Func<StageSession, object?>> field, object value, Expression<Func<StageSession, object?>> order, SessionEnd end, CancellationToken cancellationToken)
    {
        await foreach (var page in sessions.Pages(new Query<StageSession>().Where(field, value).OrderBy(order).Take(PageSize), cancellationToken))
        {
            await Task.WhenAll(page.Select(session => ending.End(session.Id, end, cancellationToken)));
        }
    }
}
