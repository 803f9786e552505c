using System.Security.Claims;
using Contracts.Connections;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal static class BeginRewrapRoute
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/operations/keys/rewrap", Handle)
        .WithTags("Operations").WithName("BeginRewrap").WithSummary("Wraps every record of credentials by the newest key, in the background").TakesNoBody()
        .Needs(Permissions.OperationsWrite);

    private static async Task<Results<Accepted, Problem>> Handle(ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<BeginRewrap, RewrapStarted>(new BeginRewrap(caller.Caller()), cancellationToken)).Then(_ => TypedResults.Accepted((string?)null));
}
