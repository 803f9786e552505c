using CampaignService.Platforms;
using Contracts.Connections;
using MassTransit;

namespace CampaignService.Configurations;

internal sealed class ChangeCurrentConfigConsumer(KnownPlatforms platforms, ConfigDecisions decisions, TimeProvider time) : IConsumer<ChangeCurrentConfig>
{
    public async Task Consume(ConsumeContext<ChangeCurrentConfig> context)
    {
        var message = context.Message;
        var answer = platforms.Find(message.Platform) is null ? Refusals.NoPlatform : await decisions.Decide(
            message.Owner, message.Platform, context.MessageId ?? NewId.NextGuid(),
            configs => configs.Select(message, time.GetUtcNow()),
            configs => configs.Find(message.ConfigId) is { } config ? configs.ToDetails(config) : Refusals.NoConfig,
            context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }
}
