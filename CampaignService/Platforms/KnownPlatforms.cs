using Contracts.Connections;

namespace CampaignService.Platforms;

/// <summary>The platforms that there are, by their ids.</summary>
internal sealed class KnownPlatforms(IEnumerable<IPlatform> platforms)
{
    private readonly Dictionary<string, IPlatform> byId = platforms.ToDictionary(platform => platform.Id, StringComparer.Ordinal);

    public PlatformList ToList() => new([
        .. byId.Values.OrderBy(platform => platform.Id, StringComparer.Ordinal)
            .Select(platform => new PlatformDetails(platform.Id, platform.Name, platform.Settings.Document, platform.Credentials.Document)),
    ]);

    public IPlatform? Find(string id) => byId.GetValueOrDefault(id);
}
