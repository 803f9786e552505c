using Contracts.Campaigns;
using Contracts.Connections;
using Gateway.Connections;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Campaigns;

internal sealed class CampaignFilter : IChecked
{
    [FromQuery(Name = "accountId")]
    public string? AccountId { get; init; }

    /// <summary>As the platform names it.</summary>
    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    /// <summary>A part of the name, in any case.</summary>
    [FromQuery(Name = "q")]
    public string? Q { get; init; }

    public void Check(Faults faults)
    {
        faults.FilterText(AccountId, "accountId");
        faults.FilterText(Status, "status");
        faults.FilterText(Q, "q");
    }
}

internal static class ListCampaignsRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapGet("/platforms/{platform}/campaigns", Handle)
        .WithName($"List{kind}Campaigns").WithSummary("The campaigns of the connected accounts, those that were found last first").ReadsOfOwner();

    private static async Task<Results<Ok<CampaignList>, Problem>> Handle(
        Guid id, string platform, [AsParameters] CampaignFilter filter, [AsParameters] Page page, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListCampaigns, CampaignList>(
            new ListCampaigns(context.Owner(id), platform, filter.AccountId, filter.Status, filter.Q, page.Size, page.After), cancellationToken))
            .Then(list => TypedResults.Ok(list));
}
