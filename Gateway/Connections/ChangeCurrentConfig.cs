using System.Security.Claims;
using Contracts.Connections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal static class ChangeCurrentConfigRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapPut("/platforms/{platform}/configs/{configId:guid}/current", Handle)
        .WithName($"ChangeCurrent{kind}Config").WithSummary("Makes a configuration the current one").TakesNoBody().ChangesByOwner();

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, string platform, Guid configId, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ChangeCurrentConfig, PlatformConfigDetails>(
            new ChangeCurrentConfig(configId, context.Owner(id), platform, caller.Caller()), cancellationToken))
            .Then(_ => TypedResults.NoContent());
}
