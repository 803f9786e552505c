using AuthService.Users;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Accounts;

internal sealed class GetUserConsumer(IDocumentStore<User> users) : IConsumer<GetUser>
{
    public async Task Consume(ConsumeContext<GetUser> context)
    {
        object answer = await users.ById(context.Message.UserId.ToString(), context.CancellationToken) is { } user ? user.ToDetails() : Refusals.NoSuchUser;
        await context.RespondAsync(answer, answer.GetType());
    }
}
