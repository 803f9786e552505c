using Contracts.Connections;
using MassTransit;

namespace CampaignService.Platforms;

internal sealed class ListPlatformsConsumer(KnownPlatforms platforms) : IConsumer<ListPlatforms>
{
    public Task Consume(ConsumeContext<ListPlatforms> context) => context.RespondAsync(platforms.ToList());
}
