using System.Security.Claims;
using Contracts.Syncs;
using Contracts.Users;
using Gateway.Connections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Campaigns;

internal static class GetSyncRoute
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/syncs/{id:guid}", Handle)
        .WithTags("Connections").WithName("GetSync").WithSummary("A sync and its progress; of others' accounts it is as if there were none")
        .NeedsForOthers(Permissions.CampaignsRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<SyncResponse>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken)
    {
        var found = await services.Ask<GetSync, SyncDetails>(new GetSync(id), cancellationToken);
        return found.Problem ?? await services.MayReadOf(found.Reply.Owner, caller, cancellationToken) ?? (Results<Ok<SyncResponse>, Problem>)TypedResults.Ok(SyncResponse.Of(found.Reply));
    }
}
