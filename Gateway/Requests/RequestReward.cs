using System.Security.Claims;
using Contracts.Requests;
using Http.Idempotency;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Requests;

internal static class RequestRewardRoute
{
    public static void Map(RouteGroupBuilder events) => events.MapPost("/{id:guid}/request", Handle)
        .WithName("RequestReward").WithSummary("Requests the rewards of an event").TakesNoBody()
        .RequireAuthorization(Policies.User)
        .Refuses(Codes.NotFound, Codes.EventNotActive, Codes.AlreadyRequested, Codes.ClaimLimitReached, Codes.RequestLimitReached, Codes.NotEligible, Codes.NoRewards, Codes.CouponExpired);

    private static async Task<Results<Created<RequestResponse>, Problem>> Handle(
        Guid id, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RequestReward, RewardRequestDetails>(
            new RequestReward(context.NewResourceId(), id, caller.Caller()), cancellationToken))
            .Then(request => TypedResults.Created(context.Link($"/events/requests/{request.Id}"), RequestResponse.Of(request)));
}
