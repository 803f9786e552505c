using Hosting.Networks;

namespace CampaignService.Platforms;

internal static class PlatformsExtensions
{
    public static void AddPlatforms(this WebApplicationBuilder builder)
    {
        builder.AddOutboundConnections(HttpPlatform.Section);
        builder.Services.AddSingleton<HttpCampaigns>();
        builder.Services.AddSingleton<IPlatform, HttpPlatform>();
        builder.Services.AddSingleton<KnownPlatforms>();
    }
}
