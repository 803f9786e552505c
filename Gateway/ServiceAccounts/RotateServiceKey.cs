using System.Security.Claims;
using Contracts.ServiceAccounts;
using Contracts.Users;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;
using Sessions;

namespace Gateway.ServiceAccounts;

internal sealed record RotateServiceKeyBody : RequestBody
{
    /// <summary>How long the old key works on; by default 0.</summary>
    public int? OverlapSeconds { get; init; }

    protected override void Rules(Faults faults) => faults.Add(new FieldFaults().Overlap(OverlapSeconds));
}

internal static class RotateServiceKeyRoute
{
    public static void Map(RouteGroupBuilder accounts) => accounts.MapPost("/{id:guid}/rotate", Handle)
        .WithName("RotateServiceKey").WithSummary("Makes a new key, shown this once; the old one works on for overlapSeconds")
        .Needs(Permissions.UsersWrite).Refuses(Codes.NotFound, Codes.InvalidState).IsNotStored().KeepsNoAnswer();

    private static async Task<Results<Ok<ServiceAccountResponse>, Problem>> Handle(
        Guid id, RotateServiceKeyBody? body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken)
    {
        var key = ServiceKey.Create(id);
        return (await services.Ask<RotateServiceKey, ServiceAccountDetails>(
            new RotateServiceKey(id, key.Hash, body?.OverlapSeconds ?? 0, caller.Caller()), cancellationToken))
            .Then(account => TypedResults.Ok(ServiceAccountResponse.Of(account, key)));
    }
}
