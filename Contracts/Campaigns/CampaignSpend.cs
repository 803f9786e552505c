namespace Contracts.Campaigns;

/// <summary>The answer to GetCampaignSpend. Spend: null of a campaign that no account has synced, or that has no such metric.</summary>
public sealed record CampaignSpend(decimal? Spend);
