namespace Contracts.Connections;

/// <summary>From the Gateway for those who look after the platform. Answered by CampaignService with ServiceOperations.</summary>
public sealed record GetCampaignOperations;
