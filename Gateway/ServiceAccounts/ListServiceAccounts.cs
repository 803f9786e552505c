using Contracts.ServiceAccounts;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.ServiceAccounts;

internal static class ListServiceAccountsRoute
{
    public static void Map(RouteGroupBuilder accounts) => accounts.MapGet("", Handle)
        .WithName("ListServiceAccounts").WithSummary("Lists service accounts, newest first, without their keys").Needs(Permissions.UsersRead);

    private static async Task<Results<Ok<ServiceAccountList>, Problem>> Handle(
        [AsParameters] Page page, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListServiceAccounts, ServiceAccountList>(new ListServiceAccounts(page.Size, page.After), cancellationToken))
            .Then(list => TypedResults.Ok(list));
}
