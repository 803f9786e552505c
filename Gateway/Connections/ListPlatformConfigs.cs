using Contracts.Connections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal static class ListPlatformConfigsRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapGet("/platforms/{platform}/configs", Handle)
        .WithName($"List{kind}PlatformConfigs").WithSummary("The configurations for a platform, newest first; one of them is current").ReadsOfOwner();

    private static async Task<Results<Ok<PlatformConfigList>, Problem>> Handle(
        Guid id, string platform, [AsParameters] Page page, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListPlatformConfigs, PlatformConfigList>(new ListPlatformConfigs(context.Owner(id), platform, page.Size, page.After), cancellationToken))
            .Then(list => TypedResults.Ok(list));
}
