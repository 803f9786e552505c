using System.Security.Claims;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Accounts;

internal static class MeRoute
{
    public static void Map(RouteGroupBuilder auth) => auth.MapGet("/me", Handle)
        .WithName("Me").WithSummary("One's own account");

    private static async Task<Results<Ok<UserDetails>, Problem>> Handle(
        ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<GetUser, UserDetails>(new GetUser(caller.Id()), cancellationToken)).Then(user => TypedResults.Ok(user));
}
