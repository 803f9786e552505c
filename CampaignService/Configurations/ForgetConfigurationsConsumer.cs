using CampaignService.Owners;
using Contracts.Connections;
using Contracts.Teams;
using Contracts.Users;
using Documents;
using MassTransit;

namespace CampaignService.Configurations;

/// <summary>A user or a team was deleted: its configurations go.</summary>
internal sealed class ForgetConfigurationsConsumer(IDocumentStore<PlatformConfigs> configs, ForgottenOwners forgotten, TimeProvider time)
    : IConsumer<UserDeleted>, IConsumer<TeamDeleted>, IConsumer<OwnerStored>
{
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
        await foreach (var page in configs.Pages(
                new Query<PlatformConfigs>().Where(c => c.Owner, owner.ToString()).OrderBy(c => c.CreatedAt), cancellationToken))
        {
            await Task.WhenAll(page.Select(known => configs.Change(known.Id, c => c.Clear(time.GetUtcNow()), cancellationToken)));
        }
    }
}
