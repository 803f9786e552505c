using Contracts.Activities;
using Contracts.Sessions;
using MassTransit;

namespace EventService.Activities;

/// <summary>A login is an activity. The Gateway has recorded it already, if it could.</summary>
internal sealed class RecordLoginConsumer(ActivityRecorder recorder) : IConsumer<UserLoggedIn>
{
    public Task Consume(ConsumeContext<UserLoggedIn> context)
    {
        var message = context.Message;
        return recorder.Record([Activity.OfLogin(message.UserId, message.LoginId, message.At)], context.CancellationToken);
    }
}
