using System.Security.Claims;
using Contracts.Requests;
using Contracts.Users;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Requests;

internal sealed record ApproveRequestBody : RequestBody
{
    public string? Reason { get; init; }

    protected override void Rules(Faults faults) => faults.Reason(Reason);
}

internal static class ApproveRequestRoute
{
    public static void Map(RouteGroupBuilder requests) => requests.MapPost("/{id:guid}/approve", Handle)
        .WithName("ApproveRequest").WithSummary("Approves a request")
        .Needs(Permissions.RequestsDecide).Refuses(Codes.NotFound, Codes.AlreadyDecided, Codes.SelfDecision, Codes.SameOperator);

    private static async Task<Results<Ok<RequestResponse>, Problem>> Handle(
        Guid id, ApproveRequestBody? body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ApproveRewardRequest, RewardRequestDetails>(
            new ApproveRewardRequest(id, Actor.Of(caller.Caller()), body?.Reason), cancellationToken, context.CommandId(id)))
            .Then(request => TypedResults.Ok(RequestResponse.Of(request)));
}
