using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Requests;
using Contracts.Users;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Requests;

internal sealed record RevokeRequestBody : RequestBody
{
    [Required]
    public string? Reason { get; init; }

    protected override void Rules(Faults faults) => faults.RequiredReason(Reason);
}

internal static class RevokeRequestRoute
{
    public static void Map(RouteGroupBuilder requests) => requests.MapPost("/{id:guid}/revoke", Handle)
        .WithName("RevokeRequest").WithSummary("Takes the rewards of a fulfilled request back, with a reason")
        .Needs(Permissions.RequestsRevoke).Refuses(Codes.NotFound, Codes.InvalidState);

    private static async Task<Results<Ok<RequestResponse>, Problem>> Handle(
        Guid id, RevokeRequestBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RevokeRewardRequest, RewardRequestDetails>(
            new RevokeRewardRequest(id, caller.Caller(), body.Reason!), cancellationToken, context.CommandId(id)))
            .Then(request => TypedResults.Ok(RequestResponse.Of(request)));
}
