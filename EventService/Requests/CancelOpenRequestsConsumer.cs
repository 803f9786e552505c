using Contracts.Users;
using MassTransit;

namespace EventService.Requests;

internal sealed class CancelOpenRequestsConsumer(DeletedUsers users) : IConsumer<UserDeleted>
{
    public Task Consume(ConsumeContext<UserDeleted> context) => users.CancelRequestsOf(context.Message.UserId, context.CancellationToken);
}
