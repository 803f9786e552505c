using Contracts.Connections;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Connections;

internal static class ListKeyUsesRoute
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/operations/keys", Handle)
        .WithTags("Operations").WithName("ListKeyUses").WithSummary("How many records of credentials each key wraps; of keys that are not configured any more too")
        .Needs(Permissions.OperationsRead);

    private static async Task<Results<Ok<IReadOnlyList<KeyUse>>, Problem>> Handle(ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListKeyUses, KeyUseList>(new ListKeyUses(), cancellationToken)).Then(list => TypedResults.Ok(list.Items));
}
