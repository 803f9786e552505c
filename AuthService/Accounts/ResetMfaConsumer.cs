using AuthService.Users;
using Contracts;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Accounts;

internal sealed class ResetMfaConsumer(IDocumentStore<User> users, TimeProvider time, ILogger<ResetMfaConsumer> logger) : IConsumer<ResetMfa>
{
    public async Task Consume(ConsumeContext<ResetMfa> context)
    {
        var answer = await Reset(context.Message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Reset(ResetMfa message, Guid messageId, CancellationToken cancellationToken)
    {
        if (!message.Caller.May(Permissions.UsersWrite))
        {
            return Refusals.NotAdministrator;
        }

        while (await users.ById(message.UserId.ToString(), cancellationToken) is { } user)
        {
            if (!message.Caller.Covers(user.Roles))
            {
                return Refusals.NotOverStronger;
            }

            // A second factor that was turned on after this command stays.
            if (!user.HasSecondFactor() || user.HasDone(messageId))
            {
                return new MfaRemoved(message.UserId);
            }

            user.RemoveSecondFactor(Actor.Of(message.Caller), messageId, time.GetUtcNow());
            if ((await users.Update(user, cancellationToken)).IsSaved)
            {
                logger.LogInformation("The second factor of user {UserId} was taken away by {CallerId}", user.Id, message.Caller.UserId);
                return new MfaRemoved(message.UserId);
            }
        }

        return Refusals.NoSuchUser;
    }
}
