using Contracts.Connections;
using Contracts.Syncs;
using Gateway.Connections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Campaigns;

internal static class ListSyncsRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapGet("/platforms/{platform}/syncs", Handle)
        .WithName($"List{kind}Syncs").WithSummary("The syncs of the owner's accounts on a platform, newest first").ReadsOfOwner();

    private static async Task<Results<Ok<SyncListResponse>, Problem>> Handle(
        Guid id, string platform, [AsParameters] Page page, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListSyncs, SyncList>(new ListSyncs(context.Owner(id), platform, page.Size, page.After), cancellationToken))
            .Then(list => TypedResults.Ok(new SyncListResponse([.. list.Items.Select(SyncResponse.Of)], list.NextCursor)));
}
