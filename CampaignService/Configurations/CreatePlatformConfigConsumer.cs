using CampaignService.Platforms;
using Contracts.Connections;
using MassTransit;

namespace CampaignService.Configurations;

internal sealed class CreatePlatformConfigConsumer(KnownPlatforms platforms, ConfigDecisions decisions, TimeProvider time) : IConsumer<CreatePlatformConfig>
{
    public async Task Consume(ConsumeContext<CreatePlatformConfig> context)
    {
        var message = context.Message;
        object answer = platforms.Judge(message.Platform, message.Name, message.Settings) ?? await decisions.Decide(
            message.Owner, message.Platform, context.MessageId ?? NewId.NextGuid(),
            configs => configs.Add(message, time.GetUtcNow()),
            configs => configs.Find(message.ConfigId) is { } config ? configs.ToDetails(config) : Refusals.NoConfig,
            context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }
}
