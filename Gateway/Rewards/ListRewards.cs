using System.Security.Claims;
using Contracts.Rewards;
using Gateway.Asking;
using Gateway.Problems;
using Gateway.Security;
using Gateway.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rewards;

internal static class ListRewardsRoute
{
    public static void Map(RouteGroupBuilder rewards) => rewards.MapGet("", Handle)
        .WithName("ListRewards").WithSummary("Lists the rewards of an event, newest first")
        .Refuses("NOT_FOUND");

    private static async Task<Results<Ok<RewardListResponse>, Problem>> Handle(
        Guid id, [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<ListRewards, RewardList>(new ListRewards(id, page.Size, page.After, caller.Caller()), cancellationToken))
            .Then(list => TypedResults.Ok(new RewardListResponse([.. list.Items.Select(RewardResponse.Of)], list.NextCursor)));
}
