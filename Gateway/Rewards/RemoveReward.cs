using System.Security.Claims;
using Contracts.Rewards;
using Contracts.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.Rewards;

internal static class RemoveRewardRoute
{
    public static void Map(RouteGroupBuilder rewards) => rewards.MapDelete("/{rewardId:guid}", Handle)
        .WithName("RemoveReward").WithSummary("Removes a reward that nobody has requested")
        .Needs(Permissions.RewardsWrite).Refuses(Codes.NotFound, Codes.RewardInUse);

    private static async Task<Results<NoContent, Problem>> Handle(
        Guid id, Guid rewardId, ClaimsPrincipal caller, ServiceClient services, CancellationToken cancellationToken) =>
        (await services.Ask<RemoveReward, RewardRemoved>(new RemoveReward(rewardId, id, caller.Caller()), cancellationToken))
            .Then(_ => TypedResults.NoContent());
}
