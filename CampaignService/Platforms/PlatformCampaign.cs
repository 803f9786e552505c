namespace CampaignService.Platforms;

/// <summary>A campaign as its platform lists it.</summary>
/// <param name="UpdatedAt">By the platform's clock.</param>
internal sealed record PlatformCampaign(string Id, string Name, string Status, IReadOnlyDictionary<string, decimal> Metrics, DateTimeOffset UpdatedAt);
