namespace Gateway.Events;

internal static class EventRoutes
{
    public static void MapEvents(this RouteGroupBuilder api)
    {
        var events = api.MapGroup("/events").WithTags("Events");
        CreateEventRoute.Map(events);
        ListEventsRoute.Map(events);
        GetEventRoute.Map(events);
        ChangeEventRoute.Map(events);
        ArchiveEventRoute.Map(events);
        GetProgressRoute.Map(events);
        EvaluateEventRoute.Map(events);
        GetReportRoute.Map(events);
    }
}
