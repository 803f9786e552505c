using System.Security.Claims;
using Contracts.Deliveries;
using Contracts.Requests;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Requests;

internal static class ListDeliveriesRoute
{
    public static void Map(RouteGroupBuilder requests) => requests.MapGet("/{id:guid}/deliveries", Handle)
        .WithName("ListDeliveries").WithSummary("Attempts to deliver the rewards of a request to their URLs, newest first")
        .Needs(Permissions.RequestsRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<DeliveryList>, Problem>> Handle(
        Guid id, [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken)
    {
        var request = await services.Ask<GetRewardRequest, RewardRequestDetails>(new GetRewardRequest(id, caller.Caller()), cancellationToken);
        return request.Problem is { } refused ? refused
            : (await services.Ask<ListDeliveries, DeliveryList>(new ListDeliveries(id, page.Size, page.After), cancellationToken))
                .Then(list => TypedResults.Ok(list));
    }
}
