using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json;
using Contracts.Connections;
using Hosting.Secrets;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal sealed record ConnectAccountBody : RequestBody
{
    /// <summary>By the schema of the platform. They are never answered.</summary>
    [Required]
    public Dictionary<string, JsonElement>? Credentials { get; init; }

    /// <summary>5 to 1440; without it the account is synced by hand alone.</summary>
    public int? SyncEveryMinutes { get; init; }

    /// <summary>For logs that print a body.</summary>
    public override string ToString() => nameof(ConnectAccountBody);

    protected override void Rules(Faults faults)
    {
        if (faults.Requires(Credentials, "credentials"))
        {
            faults.Add(new FieldFaults().JsonObject(Credentials, "credentials"));
        }

        faults.Add(new FieldFaults().SyncEveryMinutes(SyncEveryMinutes));
    }
}

internal static class ConnectAccountRoute
{
    /// <summary>Of the configuration: what it encrypts is readable here and in CampaignService only.</summary>
    public const string Section = "Campaigns";

    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapPut("/platforms/{platform}/credentials/{accountId}", Handle)
        .WithName($"Connect{kind}Account").WithSummary("Stores the credentials of an account on a platform, in place of those that are there")
        .ChangesByOwner().Refuses(Codes.InvalidState);

    private static async Task<Results<Created<ConnectedAccountResponse>, Ok<ConnectedAccountResponse>, Problem>> Handle(
        Guid id,
        string platform,
        string accountId,
        ConnectAccountBody body,
        ClaimsPrincipal caller,
        HttpContext context,
        [FromKeyedServices(Section)] SecretCipher cipher,
        ServiceClient services,
        CancellationToken cancellationToken)
    {
        if (new FieldFaults().AccountId(accountId).ToRefusal() is { } refusal)
        {
            return refusal.ToProblem();
        }

        var owner = context.Owner(id);
        var credentials = cipher.Seal(JsonSerializer.Serialize(body.Credentials), ConnectionRules.SealedFor(owner, platform, accountId));
        var answer = await services.Ask<ConnectAccount, AccountConnected>(
            new ConnectAccount(owner, platform, accountId, credentials, body.SyncEveryMinutes, caller.Caller()), cancellationToken, context.CommandId(id));
        return answer.Problem is { } problem ? problem
            : answer.Reply.IsNew ? TypedResults.Created((string?)null, ConnectedAccountResponse.Of(answer.Reply.Account))
            : TypedResults.Ok(ConnectedAccountResponse.Of(answer.Reply.Account));
    }
}
