using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Accounts;

internal sealed class UserFilter : IChecked
{
    /// <summary>A part of the address, in any case; a whole address finds its account alone.</summary>
    [FromQuery(Name = "email")]
    public string? Email { get; init; }

    public void Check(Faults faults) => faults.FilterText(Email, "email");
}

internal static class FindUsersRoute
{
    public static void Map(RouteGroupBuilder users) => users.MapGet("", Handle)
        .WithName("FindUsers").WithSummary("Lists accounts, newest first")
        .Needs(Permissions.UsersRead);

    private static async Task<Results<Ok<UserList>, Problem>> Handle(
        [AsParameters] UserFilter filter, [AsParameters] Page page, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<FindUsers, UserList>(new FindUsers(filter.Email, page.Size, page.After), cancellationToken))
            .Then(users => TypedResults.Ok(users));
}
