using Hosting.Networks;

namespace CampaignService.Platforms;

internal static class PlatformsExtensions
{
    public static void AddPlatforms(this WebApplicationBuilder builder)
    {
        builder.AddOutboundTargets(HttpPlatform.Section);
        builder.Services.AddSingleton<IPlatform, HttpPlatform>();
        builder.Services.AddSingleton<KnownPlatforms>();
    }
}
