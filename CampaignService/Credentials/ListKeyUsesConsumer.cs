using Contracts.Connections;
using MassTransit;

namespace CampaignService.Credentials;

internal sealed class ListKeyUsesConsumer(KeyUses uses) : IConsumer<ListKeyUses>
{
    public async Task Consume(ConsumeContext<ListKeyUses> context) =>
        await context.RespondAsync(new KeyUseList(await uses.Count(context.CancellationToken)));
}
