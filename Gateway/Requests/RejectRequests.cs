using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Requests;
using Contracts.Users;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Requests;

internal sealed record RejectRequestsBody : RequestBody
{
    [Required]
    public IReadOnlyList<Guid>? Ids { get; init; }

    [Required]
    public string? Reason { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Ids(Ids);
        faults.RequiredReason(Reason);
    }
}

internal static class RejectRequestsRoute
{
    public static void Map(RouteGroupBuilder requests) => requests.MapPost("/reject", Handle)
        .WithName("RejectRequests").WithSummary("Rejects up to 100 requests, each with its own outcome")
        .Needs(Permissions.RequestsDecide);

    private static async Task<Ok<DecisionResults>> Handle(
        RejectRequestsBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        TypedResults.Ok(await DecisionResults.Of(context, body.Ids!, id => services.Ask<RejectRewardRequest, RewardRequestDetails>(
            new RejectRewardRequest(id, Actor.Of(caller.Caller()), body.Reason!), cancellationToken, context.CommandId(id))));
}
