namespace Gateway.Events;

internal static class EventRoutes
{
    public static void MapEvents(this RouteGroupBuilder api)
    {
        var events = api.MapGroup("/events").WithTags("Events");
        ListEventsRoute.Map(events);
        GetEventRoute.Map(events);
        GetProgressRoute.Map(events);
        EvaluateEventRoute.Map(events);
        GetReportRoute.Map(events);

        var changes = events.MapGroup("").AddEndpointFilter(ForgetViews);
        CreateEventRoute.Map(changes);
        ChangeEventRoute.Map(changes);
        ArchiveEventRoute.Map(changes);
    }

    /// <summary>Whatever is answered: also what timed out may have changed the event.</summary>
    private static async ValueTask<object?> ForgetViews(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        finally
        {
            context.HttpContext.RequestServices.GetRequiredService<EventViews>().Forget();
        }
    }
}
