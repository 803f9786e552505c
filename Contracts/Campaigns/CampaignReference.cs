using System.Text.RegularExpressions;
using Contracts.Connections;
using Messages;

namespace Contracts.Campaigns;

/// <summary>Names a campaign of an account at an advertising platform. Whether it is known is not said: it may be synced later.</summary>
public sealed partial record CampaignReference(string Platform, string AccountId, string CampaignId) : Extensible
{
    public const int MostCampaignId = 200;

    public void Check(FieldFaults faults) => faults
        .AddIf(!PlatformName().IsMatch(Platform), "campaign.platform", "is the id of a platform: 1 to 40 of a-z, 0-9 and -.")
        .AddIf(!ConnectionRules.IsAccountId(AccountId), "campaign.accountId", ConnectionRules.AccountIdRule)
        .Identifier(CampaignId, "campaign.campaignId", MostCampaignId);

    [GeneratedRegex(@"\A[a-z0-9-]{1,40}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PlatformName();
}
