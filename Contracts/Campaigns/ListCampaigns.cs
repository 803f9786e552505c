using Contracts.Connections;

namespace Contracts.Campaigns;

/// <summary>From the Gateway, which has judged that the caller may. NameContains: any case. Answered with CampaignList, the newest first, or
/// Refused NOT_FOUND, VALIDATION_FAILED.</summary>
public sealed record ListCampaigns(Owner Owner, string Platform, string? AccountId, string? Status, string? NameContains, int Limit, string? Cursor);
