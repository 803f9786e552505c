using Bus;
using Storage;

namespace EventService.Activities;

internal static class ActivitiesExtensions
{
    public static DocumentsBuilder AddActivities(this DocumentsBuilder documents) => documents
        .Add(ActivityDocument.Schema)
        .Add(ActivityHead.Schema)
        .Add(FoldedEpoch.Schema)
        .Add(ActivityRollup.Schema);

    public static void AddActivities(this IServiceCollection services)
    {
        services.AddSingleton<ActivityStore>();
        services.AddSingleton<ActivityFolding>();
        services.AddSingleton<FoldQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<FoldQueue>());
        services.AddSingleton<ActivityRecorder>();
        services.AddSingleton<ActivityErasure>();
        services.AddSingleton<EventEvaluation>();
    }

    public static void AddActivities(this ServiceConsumers bus)
    {
        bus.AddRequestConsumer<RecordActivitiesConsumer>();
        bus.AddRequestConsumer<ListActivitiesConsumer>();
        bus.AddDurableConsumer<RecordLoginConsumer>();
        bus.AddDurableConsumer<RecordWatchConsumer>();
        bus.AddDurableConsumer<EraseActivitiesConsumer>();
    }
}
