using CampaignService.Credentials;
using CampaignService.Platforms;
using Contracts;
using Contracts.Connections;
using Documents;
using MassTransit;

namespace CampaignService.Configurations;

internal sealed class DeletePlatformConfigConsumer(
    KnownPlatforms platforms, ConfigDecisions decisions, IDocumentStore<ConnectedAccount> accounts, TimeProvider time) : IConsumer<DeletePlatformConfig>
{
    public async Task Consume(ConsumeContext<DeletePlatformConfig> context)
    {
        var message = context.Message;
        var answer = platforms.Find(message.Platform) is null ? Refusals.NoPlatform : await Delete(message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    /// <summary>An account that is connected at this moment finds no configuration, as one does that was connected before there was any.</summary>
    private async Task<object> Delete(DeletePlatformConfig message, Guid command, CancellationToken cancellationToken)
    {
        return await decisions.Decide(message.Owner, message.Platform, command, Remove, _ => new PlatformConfigDeleted(message.ConfigId), cancellationToken);

        async Task<Refused?> Remove(PlatformConfigs configs)
        {
            var connected = await accounts.Query(ConnectedAccount.Of(message.Owner, message.Platform).Take(1), cancellationToken);
            return configs.Remove(message, connected.Items.Count > 0, time.GetUtcNow());
        }
    }
}
