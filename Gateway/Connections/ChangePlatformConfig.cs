using System.Security.Claims;
using Contracts.Connections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal static class ChangePlatformConfigRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapPut("/platforms/{platform}/configs/{configId:guid}", Handle)
        .WithName($"Change{kind}PlatformConfig").WithSummary("Gives a configuration another name and other settings").ChangesByOwner();

    private static async Task<Results<Ok<PlatformConfigDetails>, Problem>> Handle(
        Guid id, string platform, Guid configId, ConfigBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ChangePlatformConfig, PlatformConfigDetails>(
            new ChangePlatformConfig(configId, context.Owner(id), platform, body.Name!, body.Settings!, caller.Caller()), cancellationToken))
            .Then(config => TypedResults.Ok(config));
}
