using Contracts.Connections;

namespace Contracts.Campaigns;

/// <summary>From the Gateway, which has judged that the caller may. Answered with CampaignHistory, or Refused NOT_FOUND.</summary>
public sealed record GetCampaign(Owner Owner, string Platform, string AccountId, string CampaignId);
