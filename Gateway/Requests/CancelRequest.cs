using System.Security.Claims;
using Contracts.Requests;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Requests;

internal static class CancelRequestRoute
{
    public static void Map(RouteGroupBuilder requests) => requests.MapPost("/{id:guid}/cancel", Handle)
        .WithName("CancelRequest").WithSummary("Cancels one's own request while it is PENDING").TakesNoBody()
        .Refuses(Codes.NotFound, Codes.InvalidState);

    private static async Task<Results<Ok<RequestResponse>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<CancelRewardRequest, RewardRequestDetails>(new CancelRewardRequest(id, caller.Caller()), cancellationToken, context.CommandId(id)))
            .Then(request => TypedResults.Ok(RequestResponse.Of(request)));
}
