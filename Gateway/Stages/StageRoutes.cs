namespace Gateway.Stages;

internal static class StageRoutes
{
    public static void MapStages(this RouteGroupBuilder api)
    {
        var stages = api.MapGroup("/stages").WithTags("Stages");
        CreateStageRoute.Map(stages);
        ListStagesRoute.Map(stages);
        GetStageRoute.Map(stages);
        ChangeStageRoute.Map(stages);
        CloseStageRoute.Map(stages);
        IssueStageTokenRoute.Map(stages);
        ListStageTokensRoute.Map(stages);
        RevokeStageTokenRoute.Map(stages);
        JoinStageRoute.Map(stages);
        RefreshStageSessionRoute.Map(stages);
        LeaveStageRoute.Map(stages);
        ListStageSessionsRoute.Map(stages);
        GetStageStatsRoute.Map(stages);
        ListViewerSessionsRoute.Map(api.MapGroup("").WithTags("Stages"));
    }
}
