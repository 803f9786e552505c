using AuthService.Users;
using Contracts.Teams;
using Documents;
using MassTransit;

namespace AuthService.Teams;

/// <summary>An account was deleted: its teams go on without it, and no invitation has its address.</summary>
internal sealed class LeaveTeamsConsumer(
    IDocumentStore<Team> teams, IDocumentStore<TeamLink> links, HiddenAddresses hidden, InvitedAddresses addresses, TimeProvider time) : IConsumer<LeaveTeams>
{
    private const int PageSize = 100;

    public async Task Consume(ConsumeContext<LeaveTeams> context)
    {
        var (message, command) = (context.Message, context.MessageId ?? NewId.NextGuid());
        await Each(TeamLink.KeyOf(message.UserId), team => team.Forget(message.UserId, command, time.GetUtcNow()), context.CancellationToken);

        // Last, since its key may be missing: the teams must not wait for that.
        var address = hidden.Open(message);
        foreach (var key in hidden.KeysOf(address))
        {
            await Each(key, team => team.ForgetAddress(address), context.CancellationToken);
        }

        await addresses.Forget(address, context.CancellationToken);
    }

    /// <summary>A link goes when its team is done: what a crash leaves is found again.</summary>
    private async Task Each(string key, Func<Team, bool> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await links.Query(new Query<TeamLink>().Where(l => l.Key, key).OrderBy(l => l.CreatedAt).Take(PageSize), cancellationToken);
            if (page.Items.Count == 0)
            {
                return;
            }

            foreach (var link in page.Items)
            {
                await teams.Change(link.TeamId.ToString(), change, cancellationToken);
                await links.Delete(link, cancellationToken);
            }
        }
    }
}
