using Contracts.Teams;
using MassTransit;

namespace AuthService.Teams;

internal sealed class CancelInvitationConsumer(TeamDecisions decisions, TimeProvider time) : IConsumer<CancelInvitation>
{
    public async Task Consume(ConsumeContext<CancelInvitation> context)
    {
        var ((teamId, id, caller), now) = (context.Message, time.GetUtcNow());
        var answer = await decisions.Decide(
            teamId, caller, context.MessageId ?? NewId.NextGuid(),
            (team, by) => team.Cancel(by, id, now), team => team.InvitationOf(id)?.ToDetails(now) ?? (object)Refusals.NoSuchInvitation, context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }
}
