using Bus.Questions;
using Contracts;
using Contracts.Teams;
using Documents;
using MassTransit;

namespace AuthService.Teams;

internal sealed class CreateTeamConsumer(IDocumentStore<Team> teams, TeamDecisions decisions, QuestionExpiry expiry, TimeProvider time, ILogger<CreateTeamConsumer> logger)
    : IConsumer<CreateTeam>
{
    public async Task Consume(ConsumeContext<CreateTeam> context)
    {
        var answer = await Create(context.Message, context.MessageId ?? NewId.NextGuid(), expiry.HasExpired(context), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    /// <summary>One that has expired is not begun, but what an earlier delivery has begun is finished.</summary>
    private async Task<object> Create(CreateTeam message, Guid messageId, bool hasExpired, CancellationToken cancellationToken)
    {
        if (new FieldFaults().TeamName(message.Name).ToRefusal() is { } refusal)
        {
            return refusal;
        }

        var owner = message.Caller.UserId;
        var team = hasExpired ? null : await Insert(message, messageId, cancellationToken);

        // By an earlier delivery, or by the same call before: its id is of them.
        team ??= await teams.Get(message.TeamId.ToString(), cancellationToken);

        return team is { Deletion: null } && team.MemberOf(owner) is not null && await decisions.Stays(team, owner, messageId, cancellationToken)
            ? team.ToSummary(owner)
            : Refusals.NoSuchTeam;
    }

    /// <summary>Null when it is there already.</summary>
    private async Task<Team?> Insert(CreateTeam message, Guid messageId, CancellationToken cancellationToken)
    {
        await decisions.Link(TeamLink.KeyOf(message.Caller.UserId), message.TeamId, cancellationToken);
        var team = Team.Of(message, messageId, time.GetUtcNow());
        if (!(await teams.Insert(team, cancellationToken)).IsSaved)
        {
            return null;
        }

        logger.LogInformation("Team {TeamId} was created by {UserId}", team.Id, message.Caller.UserId);
        return team;
    }
}
