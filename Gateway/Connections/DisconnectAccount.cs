using System.Security.Claims;
using Contracts.Connections;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal static class DisconnectAccountRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapDelete("/platforms/{platform}/credentials/{accountId}", Handle)
        .WithName($"Disconnect{kind}Account").WithSummary("Deletes the credentials of an account, and its campaigns with them").ChangesByOwner();

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, string platform, string accountId, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<DisconnectAccount, AccountDisconnected>(
            new DisconnectAccount(context.Owner(id), platform, accountId, caller.Caller()), cancellationToken, context.CommandId(id)))
            .Then(_ => TypedResults.NoContent());
}
