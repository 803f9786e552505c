using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.ServiceAccounts;
using Contracts.Users;
using Http.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;
using Sessions;

namespace Gateway.ServiceAccounts;

internal sealed record CreateServiceAccountBody : RequestBody
{
    [Required]
    public string? Name { get; init; }

    /// <summary>Of those that GET /permissions lists.</summary>
    [Required]
    public IReadOnlyList<string?>? Permissions { get; init; }

    /// <summary>Without it, or with null, the account does not expire.</summary>
    [Shape(Format = "date-time")]
    public string? ExpiresAt { get; init; }

    protected override void Rules(Faults faults)
    {
        faults.Requires(Name, "name");
        faults.Requires(Permissions, "permissions");
        faults.Add(new FieldFaults().ServiceAccount(Name, Permissions, faults.Instant(ExpiresAt, "expiresAt"), faults.Now));
    }

    public CreateServiceAccount ToCommand(ServiceKey key, Caller caller) => new(
        key.AccountId, Name!.Trim(), [.. Permissions!.Select(permission => permission!)], Instants.TryParse(ExpiresAt, out var at) ? at : null, key.Hash, caller);
}

internal static class CreateServiceAccountRoute
{
    public static void Map(RouteGroupBuilder accounts) => accounts.MapPost("", Handle)
        .WithName("CreateServiceAccount").WithSummary("Makes an account for a machine; its key is shown this once")
        .Needs(Permissions.UsersWrite).Refuses(Codes.InvalidState).IsNotStored().KeepsNoAnswer();

    private static async Task<Results<Created<ServiceAccountResponse>, Problem>> Handle(
        CreateServiceAccountBody body, ClaimsPrincipal caller, HttpContext context, ServiceClient services, CancellationToken cancellationToken)
    {
        // Made here and told once: neither a message nor a store ever has it.
        var key = ServiceKey.Create(context.NewResourceId());
        return (await services.Ask<CreateServiceAccount, ServiceAccountDetails>(body.ToCommand(key, caller.Caller()), cancellationToken))
            .Then(account => TypedResults.Created((string?)null, ServiceAccountResponse.Of(account, key)));
    }
}
