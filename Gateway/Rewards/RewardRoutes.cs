namespace Gateway.Rewards;

internal static class RewardRoutes
{
    public static void MapRewards(this RouteGroupBuilder api)
    {
        var rewards = api.MapGroup("/events/{id:guid}/rewards").WithTags("Rewards");
        AddRewardRoute.Map(rewards);
        ListRewardsRoute.Map(rewards);
        ChangeRewardRoute.Map(rewards);
        RemoveRewardRoute.Map(rewards);
    }
}
