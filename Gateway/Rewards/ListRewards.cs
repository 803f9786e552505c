using System.Security.Claims;
using Contracts.Rewards;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rewards;

internal static class ListRewardsRoute
{
    public static void Map(RouteGroupBuilder rewards) => rewards.MapGet("", Handle)
        .WithName("ListRewards").WithSummary("Lists the rewards of an event, newest first").Needs(Permissions.EventsRead)
        .Refuses(Codes.NotFound);

    private static async Task<Results<Ok<RewardListResponse>, Problem>> Handle(
        Guid id, [AsParameters] Page page, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken)
    {
        var list = await services.Ask<ListRewards, RewardList>(new ListRewards(id, page.Size, page.After, caller.Caller()), cancellationToken);
        return list.Problem is { } refused ? refused
            : (await services.WithStock(list.Reply.Items, cancellationToken))
                .Then(rewards => TypedResults.Ok(new RewardListResponse(rewards, list.Reply.NextCursor)));
    }
}
