using System.Security.Claims;
using Contracts.Connections;
using Contracts.Syncs;
using Gateway.Connections;
using Http.Idempotency;
using Http.Versioning;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Campaigns;

internal sealed record BeginSyncBody : RequestBody
{
    /// <summary>Null, the default, goes through all connected accounts, one after another.</summary>
    public string? AccountId { get; init; }

    protected override void Rules(Faults faults) => faults.Add(new FieldFaults().AccountId(AccountId));
}

internal static class BeginSyncRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapPost("/platforms/{platform}/campaigns/sync", Handle)
        .WithName($"Begin{kind}Sync").WithSummary("Reads the campaigns of an account, or of all, anew from the platform, in the background")
        .ChangesOfOwner().Refuses(Codes.SyncRunning, Codes.NotConnected, Codes.KeyUnavailable);

    private static async Task<Results<Accepted<SyncResponse>, Problem>> Handle(
        Guid id, string platform, BeginSyncBody? body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<BeginSync, SyncDetails>(
            new BeginSync(context.NewResourceId(), context.Owner(id), platform, body?.AccountId, caller.Caller()), cancellationToken))
            .Then(sync => TypedResults.Accepted(context.Link($"/syncs/{sync.Id}"), SyncResponse.Of(sync)));
}
