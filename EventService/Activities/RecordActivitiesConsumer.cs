using Contracts;
using Contracts.Activities;
using MassTransit;

namespace EventService.Activities;

internal sealed class RecordActivitiesConsumer(ActivityRecorder recorder, TimeProvider time) : IConsumer<RecordActivities>
{
    public async Task Consume(ConsumeContext<RecordActivities> context)
    {
        var activities = context.Message.Activities;
        var refusal = Check(activities, time.GetUtcNow()).ToRefusal();
        await context.Answer(refusal is null ? await recorder.Record(activities, context.CancellationToken) : null, refusal);
    }

    /// <summary>What would harm the documents; the rules of form are the Gateway's.</summary>
    internal static FieldFaults Check(IReadOnlyList<Activity> activities, DateTimeOffset now)
    {
        var faults = new FieldFaults().AddIf(activities.Count is 0 or > 1000, "activities", "are 1 to 1000.");
        for (var i = 0; i < activities.Count; i++)
        {
            var activity = activities[i];
            faults
                .AddIf(activity.OccurredAt > now + EventEvaluation.MostAhead, $"[{i}].occurredAt", "lies at most 5 minutes ahead.")
                .Identifier(activity.Type, $"[{i}].type", 100)
                .Text(activity.Key, $"[{i}].key", 200);
        }

        return faults;
    }
}
