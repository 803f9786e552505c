using System.Security.Claims;
using Contracts.Connections;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal static class CreatePlatformConfigRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapPost("/platforms/{platform}/configs", Handle)
        .WithName($"Create{kind}PlatformConfig").WithSummary("Adds a configuration for a platform; the first becomes current").ChangesByOwner().Refuses(Codes.InvalidState);

    private static async Task<Results<Created<PlatformConfigDetails>, Problem>> Handle(
        Guid id, string platform, ConfigBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<CreatePlatformConfig, PlatformConfigDetails>(
            new CreatePlatformConfig(context.NewResourceId(), context.Owner(id), platform, body.Name!, body.Settings!, caller.Caller()), cancellationToken))
            .Then(config => TypedResults.Created((string?)null, config));
}
