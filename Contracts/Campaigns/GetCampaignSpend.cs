namespace Contracts.Campaigns;

/// <summary>From the Gateway, for the report of an event: whoever has the campaign. Answered with CampaignSpend.</summary>
public sealed record GetCampaignSpend(CampaignReference Campaign);
