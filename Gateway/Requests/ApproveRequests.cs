using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Requests;
using Contracts.Users;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Requests;

internal sealed record ApproveRequestsBody : RequestBody
{
    [Required]
    public IReadOnlyList<Guid>? Ids { get; init; }

    public string? Reason { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Ids(Ids);
        faults.Reason(Reason);
    }
}

internal static class ApproveRequestsRoute
{
    public static void Map(RouteGroupBuilder requests) => requests.MapPost("/approve", Handle)
        .WithName("ApproveRequests").WithSummary("Approves up to 100 requests, each with its own outcome")
        .Needs(Permissions.RequestsDecide);

    private static async Task<Ok<DecisionResults>> Handle(
        ApproveRequestsBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        TypedResults.Ok(await DecisionResults.Of(context, body.Ids!, id => services.Ask<ApproveRewardRequest, RewardRequestDetails>(
            new ApproveRewardRequest(id, Actor.Of(caller.Caller()), body.Reason), cancellationToken, context.CommandId(id))));
}
