namespace Contracts.Campaigns;

/// <summary>The answer to GetCampaign. Days: those of the last 90 on which something had changed, the oldest first.</summary>
public sealed record CampaignHistory(CampaignDetails Campaign, IReadOnlyList<CampaignDay> Days);
