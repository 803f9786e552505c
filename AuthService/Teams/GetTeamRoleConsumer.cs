using Contracts.Teams;
using Documents;
using MassTransit;

namespace AuthService.Teams;

internal sealed class GetTeamRoleConsumer(IDocumentStore<Team> teams) : IConsumer<GetTeamRole>
{
    public async Task Consume(ConsumeContext<GetTeamRole> context)
    {
        var (id, userId) = context.Message;
        object answer = await teams.Get(id.ToString(), context.CancellationToken) is { Deletion: null } team
            ? new TeamMembership(id, team.MemberOf(userId)?.Role)
            : Refusals.NoSuchTeam;
        await context.RespondAsync(answer, answer.GetType());
    }
}
