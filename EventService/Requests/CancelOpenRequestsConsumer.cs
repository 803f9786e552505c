using Contracts.Users;
using MassTransit;

namespace EventService.Requests;

internal sealed class CancelOpenRequestsConsumer(OpenRequests requests) : IConsumer<UserDeleted>
{
    public Task Consume(ConsumeContext<UserDeleted> context) => requests.CancelAllOf(context.Message.UserId, context.CancellationToken);
}
