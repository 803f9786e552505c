using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts.Campaigns;

namespace Gateway.Events;

/// <summary>The campaign that an event belongs to. It may be one that is not synced yet.</summary>
internal sealed record CampaignBody
{
    public string? Platform { get; init; }

    public string? AccountId { get; init; }

    public string? CampaignId { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public void Check(Faults faults)
    {
        faults.Unknown(Unknown, "campaign.");
        faults.Requires(Platform, "campaign.platform");
        faults.Requires(AccountId, "campaign.accountId");
        faults.Requires(CampaignId, "campaign.campaignId");
    }

    /// <summary>What is missing has its fault already.</summary>
    public CampaignReference ToReference() => new(Platform ?? "-", AccountId ?? "-", CampaignId ?? "-");
}
