using CampaignService.Owners;
using Contracts;
using Contracts.Connections;
using Contracts.Teams;
using Contracts.Users;
using Documents;
using MassTransit;

namespace CampaignService.Credentials;

/// <summary>A user or a team was deleted: its accounts are connected no more.</summary>
internal sealed class ForgetConnectionsConsumer(IDocumentStore<ConnectedAccount> accounts, ForgottenOwners forgotten, TimeProvider time)
    : IConsumer<UserDeleted>, IConsumer<TeamDeleted>, IConsumer<OwnerStored>
{
    private const int PageSize = 200;

    public Task Consume(ConsumeContext<UserDeleted> context) => Forget(new Owner(OwnerKind.User, context.Message.UserId), context.CancellationToken);

    public Task Consume(ConsumeContext<TeamDeleted> context) => Forget(new Owner(OwnerKind.Team, context.Message.TeamId), context.CancellationToken);

    public async Task Consume(ConsumeContext<OwnerStored> context)
    {
        if (await forgotten.Has(context.Message.Owner, context.CancellationToken))
        {
            await Forget(context.Message.Owner, context.CancellationToken);
        }
    }

    private async Task Forget(Owner owner, CancellationToken cancellationToken)
    {
        await forgotten.Add(owner, cancellationToken);
        await foreach (var page in accounts.Pages(ConnectedAccount.Of(owner, null).Take(PageSize), cancellationToken))
        {
            await Task.WhenAll(page.Select(account => accounts.Change(account.Id, a => a.Disconnect(Actor.System, time.GetUtcNow()), cancellationToken)));
        }
    }
}
