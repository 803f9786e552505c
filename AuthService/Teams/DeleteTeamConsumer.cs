using Contracts.Teams;
using Documents;
using MassTransit;

namespace AuthService.Teams;

internal sealed class DeleteTeamConsumer(IDocumentStore<Team> teams, TeamDecisions decisions, TimeProvider time, ILogger<DeleteTeamConsumer> logger)
    : IConsumer<DeleteTeam>
{
    public async Task Consume(ConsumeContext<DeleteTeam> context)
    {
        var ((id, caller), command) = (context.Message, context.MessageId ?? NewId.NextGuid());
        object answer = (await teams.Get(id.ToString(), context.CancellationToken))?.Deletion == command
            ? new TeamDeleted(id)
            : await decisions.Decide(
                id, caller, command, (team, by) => team.Delete(by, command, time.GetUtcNow()), _ => new TeamDeleted(id), context.CancellationToken);
        if (answer is TeamDeleted)
        {
            logger.LogInformation("Team {TeamId} was deleted by {UserId}", id, caller.UserId);
        }

        await context.RespondAsync(answer, answer.GetType());
    }
}
