namespace Contracts.Campaigns;

/// <summary>The answer to ListCampaigns.</summary>
public sealed record CampaignList(IReadOnlyList<CampaignDetails> Items, string? NextCursor);
