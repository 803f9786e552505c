using Contracts.Stages;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Stages;

internal static class ListStageTokensRoute
{
    public static void Map(RouteGroupBuilder stages) => stages.MapGet("/{id:guid}/tokens", Handle)
        .WithName("ListStageTokens").WithSummary("To whom tokens were issued and for what, newest first; never a token")
        .Needs(Permissions.ActivitiesRead).Refuses(Codes.NotFound);

    private static async Task<Results<Ok<StageTokenList>, Problem>> Handle(
        Guid id, [AsParameters] Page page, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListStageTokens, StageTokenList>(new ListStageTokens(id, page.Size, page.After), cancellationToken)).Then(list => TypedResults.Ok(list));
}
