using AuthService.Users;
using Contracts;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Accounts;

internal sealed class ChangeProfileConsumer(IDocumentStore<User> users, TimeProvider time) : IConsumer<ChangeProfile>
{
    public async Task Consume(ConsumeContext<ChangeProfile> context)
    {
        var answer = await Change(context.Message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Change(ChangeProfile message, Guid messageId, CancellationToken cancellationToken)
    {
        if (new FieldFaults().UserName(message.Name).ToRefusal() is { } refusal)
        {
            return refusal;
        }

        while (await users.ById(message.UserId.ToString(), cancellationToken) is { } user)
        {
            if (user.HasDone(messageId))
            {
                return user.ToDetails();
            }

            user.ChangeName(message.Name?.Trim(), messageId, time.GetUtcNow());
            if (user.Raised.Count == 0 || (await users.Update(user, cancellationToken)).IsSaved)
            {
                return user.ToDetails();
            }
        }

        return Refusals.NoSuchUser;
    }
}
