using System.Security.Claims;
using System.Text.Json.Serialization;
using Contracts.Connections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal sealed record ChangeConnectedAccountBody : RequestBody
{
    [Shape(Words = typeof(AccountStatus))]
    public string? Status { get; init; }

    /// <summary>5 to 1440; null takes it away.</summary>
    public int? SyncEveryMinutes { get; init; }

    [JsonIgnore]
    public bool Unscheduled => Nulls.Contains("syncEveryMinutes");

    protected override void Rules(Faults faults)
    {
        faults.AddIf(Nulls.Contains("status"), "status", "cannot be null: leave it out to keep it.");
        faults.Word<AccountStatus>(Status, "status");
        faults.Add(new FieldFaults().SyncEveryMinutes(SyncEveryMinutes));
    }
}

internal static class ChangeConnectedAccountRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapPatch("/platforms/{platform}/credentials/{accountId}", Handle)
        .WithName($"Change{kind}ConnectedAccount").WithSummary("Changes whether and how often an account is synced").ChangesByOwner().Refuses(Codes.KeyUnavailable);

    private static async Task<Results<Ok<ConnectedAccountResponse>, Problem>> Handle(
        Guid id,
        string platform,
        string accountId,
        ChangeConnectedAccountBody body,
        ClaimsPrincipal caller,
        HttpContext context,
        ServiceClient services,
        CancellationToken cancellationToken) =>
        (await services.Ask<ChangeConnectedAccount, ConnectedAccountDetails>(
            new ChangeConnectedAccount(
                context.Owner(id), platform, accountId, Words.Parse<AccountStatus>(body.Status), body.SyncEveryMinutes, body.Unscheduled, caller.Caller()),
            cancellationToken))
            .Then(account => TypedResults.Ok(ConnectedAccountResponse.Of(account)));
}
