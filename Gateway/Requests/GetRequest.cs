using System.Security.Claims;
using Contracts.Requests;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Requests;

internal static class GetRequestRoute
{
    public static void Map(RouteGroupBuilder requests) => requests.MapGet("/{id:guid}", Handle)
        .WithName("GetRequest").WithSummary("A request with its timeline: owner, OPERATOR, AUDITOR").NeedsForOthers(Permissions.RequestsRead)
        .Refuses(Codes.NotFound);

    private static async Task<Results<Ok<RequestResponse>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<GetRewardRequest, RewardRequestDetails>(new GetRewardRequest(id, caller.Caller()), cancellationToken))
            .Then(request => TypedResults.Ok(RequestResponse.Of(request)));
}
