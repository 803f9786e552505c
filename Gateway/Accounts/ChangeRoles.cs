using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal sealed record ChangeRolesBody : RequestBody
{
    [Required, Shape(Words = typeof(Role))]
    public IReadOnlyList<string?>? Roles { get; init; }

    protected override void Rules(Faults faults)
    {
        if (!faults.Requires(Roles, "roles"))
        {
            return;
        }

        faults.AddIf(Roles.Count == 0, "roles", "has at least one role.");
        faults.AddIf(Roles.Distinct().Count() < Roles.Count, "roles", "has no role twice.");
        for (var i = 0; i < Roles.Count; i++)
        {
            faults.Word<Role>(Roles[i] ?? "", $"roles[{i}]");
        }
    }
}

internal static class ChangeRolesRoute
{
    public static void Map(RouteGroupBuilder users) => users.MapPut("/{id:guid}/roles", Handle)
        .WithName("ChangeRoles").WithSummary("Sets an account's roles and ends its access token")
        .Needs(Permissions.UsersWrite).Refuses(Codes.NotFound, Codes.LastAdmin);

    private static async Task<Results<Ok<UserDetails>, Problem>> Handle(
        Guid id, ChangeRolesBody body, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken)
    {
        var roles = body.Roles!.Select(role => Words.Parse<Role>(role)!.Value).ToList();
        return (await services.Ask<ChangeRoles, UserDetails>(new ChangeRoles(id, roles, caller.Caller()), cancellationToken))
            .Then(user => TypedResults.Ok(user));
    }
}
