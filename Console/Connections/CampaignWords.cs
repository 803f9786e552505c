namespace OperatorsConsole.Connections;

/// <summary>Which campaign, as somebody writes it: <c>http/acme/c-7</c>. Neither a platform nor an account has a slash in its id.</summary>
public static class CampaignWords
{
    public static string Of(CampaignReference campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        return $"{campaign.Platform}/{campaign.AccountId}/{campaign.CampaignId}";
    }

    /// <summary>Null for what names none.</summary>
    public static CampaignReference? Parse(string? text) =>
        text?.Trim().Split('/', 3) is [{ Length: > 0 } platform, { Length: > 0 } account, { Length: > 0 } campaign] ? new CampaignReference(platform, account, campaign) : null;
}
