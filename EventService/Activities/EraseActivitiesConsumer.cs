using Contracts.Users;
using MassTransit;

namespace EventService.Activities;

internal sealed class EraseActivitiesConsumer(ActivityErasure erasure, ILogger<EraseActivitiesConsumer> logger) : IConsumer<UserDeleted>
{
    public async Task Consume(ConsumeContext<UserDeleted> context)
    {
        var count = await erasure.Erase(context.Message.UserId, context.CancellationToken);
        logger.LogInformation("The data of {Count} activities of the deleted user {UserId} are erased", count, context.Message.UserId);
    }
}
