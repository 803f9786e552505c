using Contracts;
using Contracts.Teams;
using Documents;
using MassTransit;

namespace AuthService.Teams;

internal sealed class CreateTeamConsumer(IDocumentStore<Team> teams, TeamDecisions decisions, TimeProvider time, ILogger<CreateTeamConsumer> logger)
    : IConsumer<CreateTeam>
{
    public async Task Consume(ConsumeContext<CreateTeam> context)
    {
        var answer = await Create(context.Message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Create(CreateTeam message, Guid messageId, CancellationToken cancellationToken)
    {
        if (new FieldFaults().TeamName(message.Name).ToRefusal() is { } refusal)
        {
            return refusal;
        }

        var owner = message.Caller.UserId;
        await decisions.Link(TeamLink.KeyOf(owner), message.TeamId, cancellationToken);
        var team = Team.Of(message, messageId, time.GetUtcNow());
        if ((await teams.Insert(team, cancellationToken)).IsSaved)
        {
            logger.LogInformation("Team {TeamId} was created by {UserId}", team.Id, owner);
        }
        else
        {
            // By an earlier delivery, or by the same call before: its id is of them.
            team = await teams.Get(team.Id, cancellationToken);
        }

        return team is { Deletion: null } && team.MemberOf(owner) is not null && await decisions.Stays(team, owner, messageId, cancellationToken)
            ? team.ToSummary(owner)
            : Refusals.NoSuchTeam;
    }
}
