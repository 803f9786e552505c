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

        var changes = events.MapGroup("").WithMetadata(new ChangesEvents());
        CreateEventRoute.Map(changes);
        ChangeEventRoute.Map(changes);
        ArchiveEventRoute.Map(changes);
    }

    /// <summary>
    /// What was kept before a change is forgotten before that is answered, whatever the answer: also what timed out may have
    /// changed the event. Stands before idempotency, whose repeated answer tells of a change that another Gateway has made.
    /// </summary>
    public static void UseForgetting(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ChangesEvents>() is null)
        {
            await next(context);
            return;
        }

        var views = context.RequestServices.GetRequiredService<EventViews>();
        context.Response.OnStarting(() =>
        {
            views.Forget();
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        finally
        {
            views.Forget();
        }
    });

    private sealed class ChangesEvents;
}
