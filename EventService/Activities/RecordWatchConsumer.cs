using Contracts.Activities;
using Contracts.Viewing;
using MassTransit;

namespace EventService.Activities;

/// <summary>To watch is an activity.</summary>
internal sealed class RecordWatchConsumer(ActivityRecorder recorder) : IConsumer<StageWatched>
{
    public Task Consume(ConsumeContext<StageWatched> context)
    {
        var message = context.Message;
        return recorder.Record(
            [Activity.OfWatch(message.UserId, message.SessionId, message.Part, message.StageId, message.Seconds, message.At)], context.CancellationToken);
    }
}
