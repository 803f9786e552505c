using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Requests;
using Contracts.Users;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Requests;

internal sealed record RejectRequestBody : RequestBody
{
    [Required]
    public string? Reason { get; init; }

    protected override void Rules(Faults faults) => faults.RequiredReason(Reason);
}

internal static class RejectRequestRoute
{
    public static void Map(RouteGroupBuilder requests) => requests.MapPost("/{id:guid}/reject", Handle)
        .WithName("RejectRequest").WithSummary("Rejects a request, with a reason")
        .Needs(Permissions.RequestsDecide).Refuses(Codes.NotFound, Codes.AlreadyDecided, Codes.SelfDecision);

    private static async Task<Results<Ok<RequestResponse>, Problem>> Handle(
        Guid id, RejectRequestBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RejectRewardRequest, RewardRequestDetails>(
            new RejectRewardRequest(id, Actor.Of(caller.Caller()), body.Reason!), cancellationToken, context.CommandId(id)))
            .Then(request => TypedResults.Ok(RequestResponse.Of(request)));
}
