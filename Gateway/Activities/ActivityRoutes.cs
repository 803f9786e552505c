namespace Gateway.Activities;

internal static class ActivityRoutes
{
    public static void MapActivities(this RouteGroupBuilder api)
    {
        var activities = api.MapGroup("").WithTags("Activities");
        RecordActivitiesRoute.Map(activities);
        ListActivitiesRoute.Map(activities);
    }
}
