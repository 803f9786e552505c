using Contracts.Activities;
using Contracts.Sessions;
using MassTransit;

namespace EventService.Activities;

/// <summary>A login is an activity, of which conditions know as "login".</summary>
internal sealed class RecordLoginConsumer(ActivityRecorder recorder) : IConsumer<UserLoggedIn>
{
    private const string Login = "login";

    public Task Consume(ConsumeContext<UserLoggedIn> context)
    {
        var message = context.Message;
        return recorder.Record([new Activity(message.UserId, Login, message.At, message.LoginId.ToString(), null)], context.CancellationToken);
    }
}
