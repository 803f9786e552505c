using Contracts.Connections;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal sealed record ConnectedAccountListResponse(IReadOnlyList<ConnectedAccountResponse> Items, string? NextCursor);

internal static class ListConnectedAccountsRoute
{
    public static void Map(RouteGroupBuilder owner, OwnerKind kind) => owner.MapGet("/platforms/{platform}/credentials", Handle)
        .WithName($"List{kind}ConnectedAccounts").WithSummary("The accounts on a platform whose credentials are stored, newest first; what was stored is never told")
        .ReadsOfOwner();

    private static async Task<Results<Ok<ConnectedAccountListResponse>, Problem>> Handle(
        Guid id, string platform, [AsParameters] Page page, HttpContext context, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListConnectedAccounts, ConnectedAccountList>(new ListConnectedAccounts(context.Owner(id), platform, page.Size, page.After), cancellationToken))
            .Then(list => TypedResults.Ok(new ConnectedAccountListResponse([.. list.Items.Select(ConnectedAccountResponse.Of)], list.NextCursor)));
}
