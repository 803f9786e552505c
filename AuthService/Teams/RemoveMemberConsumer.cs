using Contracts.Teams;
using MassTransit;

namespace AuthService.Teams;

internal sealed class RemoveMemberConsumer(TeamDecisions decisions, TimeProvider time, ILogger<RemoveMemberConsumer> logger) : IConsumer<RemoveMember>
{
    public async Task Consume(ConsumeContext<RemoveMember> context)
    {
        var (teamId, userId, caller) = context.Message;
        var answer = await decisions.Decide(
            teamId, caller, context.MessageId ?? NewId.NextGuid(),
            (team, by) => team.Remove(by, userId, time.GetUtcNow()), _ => new MemberRemoved(teamId, userId), context.CancellationToken);
        if (answer is MemberRemoved)
        {
            logger.LogInformation("User {UserId} is no member of team {TeamId} any more, by {CallerId}", userId, teamId, caller.UserId);
        }

        await context.RespondAsync(answer, answer.GetType());
    }
}
