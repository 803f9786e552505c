using Contracts.Campaigns;
using Contracts.Connections;
using Gateway.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Campaigns;

/// <param name="History">Of the last 90 days, one for each on which something had changed.</param>
internal sealed record CampaignResponse(
    string Platform,
    string AccountId,
    string CampaignId,
    string Name,
    string Status,
    IReadOnlyDictionary<string, decimal> Metrics,
    DateTimeOffset UpdatedAt,
    DateTimeOffset SyncedAt,
    DateTimeOffset? RemovedAt,
    IReadOnlyList<CampaignDay> History)
{
    public static CampaignResponse Of(CampaignHistory found) => new(
        found.Campaign.Platform,
        found.Campaign.AccountId,
        found.Campaign.CampaignId,
        found.Campaign.Name,
        found.Campaign.Status,
        found.Campaign.Metrics,
        found.Campaign.UpdatedAt,
        found.Campaign.SyncedAt,
        found.Campaign.RemovedAt,
        found.Days);
}

internal static class GetCampaignRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapGet("/platforms/{platform}/campaigns/{accountId}/{campaignId}", Handle)
        .WithName($"Get{kind}Campaign").WithSummary("A campaign, with its history").ReadsOfOwner();

    private static async Task<Results<Ok<CampaignResponse>, Problem>> Handle(
        Guid id, string platform, string accountId, string campaignId, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<GetCampaign, CampaignHistory>(new GetCampaign(context.Owner(id), platform, accountId, AsSent(campaignId, context)), cancellationToken))
            .Then(found => TypedResults.Ok(CampaignResponse.Of(found)));

    /// <summary>
    /// An id of a platform may have a slash. Servers leave one that is escaped in a path as it is, and then it cannot be told from the text %2F: only
    /// what was sent tells. Empty where there is no server.
    /// </summary>
    private static string AsSent(string campaignId, HttpContext context) =>
        campaignId.Contains("%2F", StringComparison.OrdinalIgnoreCase)
        && context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].TrimEnd('/') is { Length: > 0 } path
            ? Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..])
            : campaignId;
}
