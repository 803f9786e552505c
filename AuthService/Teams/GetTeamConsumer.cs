using AuthService.Users;
using Contracts.Teams;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Teams;

internal sealed class GetTeamConsumer(IDocumentStore<Team> teams, IDocumentStore<User> users) : IConsumer<GetTeam>
{
    public async Task Consume(ConsumeContext<GetTeam> context)
    {
        var (id, caller) = context.Message;
        object answer = await teams.Get(id.ToString(), context.CancellationToken) is { Deletion: null } team
            && (team.MemberOf(caller.UserId) is not null || caller.May(Permissions.UsersRead))
                ? await Details(team, caller.UserId, context.CancellationToken)
                : Refusals.NoSuchTeam;
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<TeamDetails> Details(Team team, Guid userId, CancellationToken cancellationToken)
    {
        var accounts = await Task.WhenAll(team.Members.Select(member => users.ById(member.UserId.ToString(), cancellationToken)));
        var summary = team.ToSummary(userId);

        // Who has no account any more is taken out in a moment.
        return new TeamDetails(
            summary.Id, summary.Name, summary.Role, summary.CreatedAt, summary.UpdatedAt,
            [.. team.Members.Zip(accounts).Where(pair => pair.Second is not null).Select(pair => pair.First.ToDetails(pair.Second!))]);
    }
}
