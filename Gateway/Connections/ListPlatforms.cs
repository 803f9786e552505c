using Contracts.Connections;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal sealed record PlatformListResponse(IReadOnlyList<PlatformDetails> Items, string? NextCursor);

internal static class ListPlatformsRoute
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/platforms", Handle)
        .WithName("ListPlatforms").WithSummary("The advertising platforms whose accounts can be connected, with the JSON schemas of settings and credentials")
        .NeedsForOthers(Permissions.CampaignsRead);

    private static async Task<Results<Ok<PlatformListResponse>, Problem>> Handle(ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListPlatforms, PlatformList>(new ListPlatforms(), cancellationToken)).Then(list => TypedResults.Ok(new PlatformListResponse(list.Items, null)));
}
