using System.Security.Claims;
using Contracts.Connections;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal static class DeletePlatformConfigRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapDelete("/platforms/{platform}/configs/{configId:guid}", Handle)
        .WithName($"Delete{kind}PlatformConfig").WithSummary("Deletes a configuration: the current one only while no account is connected")
        .ChangesByOwner().Refuses(Codes.ConfigInUse);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, string platform, Guid configId, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<DeletePlatformConfig, PlatformConfigDeleted>(
            new DeletePlatformConfig(configId, context.Owner(id), platform, caller.Caller()), cancellationToken, context.CommandId(configId)))
            .Then(_ => TypedResults.NoContent());
}
