using Contracts.Activities;
using Contracts.Users;
using EventService.Activities;
using EventService.Requests;
using MassTransit;

namespace EventService.Erasure;

/// <summary>Does at once, while the administrator waits, what <see cref="UserDeleted"/> has done in any case.</summary>
internal sealed class ForgetUserConsumer(OpenRequests requests, ActivityErasure activities) : IConsumer<ForgetUser>
{
    public async Task Consume(ConsumeContext<ForgetUser> context)
    {
        var userId = context.Message.UserId;
        await requests.CancelAllOf(userId, context.CancellationToken);
        await activities.Erase(userId, context.CancellationToken);
        await context.RespondAsync(new UserForgotten(userId));
    }
}
