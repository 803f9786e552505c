using AuthService.Passwords;
using AuthService.Sessions;
using Contracts.Users;
using MassTransit;
using Persistence;

namespace AuthService.Users;

internal sealed class ChangePasswordConsumer(
    IDocumentStore<User> users, UserSessions sessions, PasswordHashing passwords, TimeProvider time, ILogger<ChangePasswordConsumer> logger)
    : IConsumer<ChangePassword>
{
    public async Task Consume(ConsumeContext<ChangePassword> context)
    {
        var answer = await Change(context.Message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Change(ChangePassword message, Guid messageId, CancellationToken cancellationToken)
    {
        if (PasswordPolicy.Faults(message.NewPassword) is { Length: > 0 } faults)
        {
            return Refusals.Invalid("newPassword", faults);
        }

        var userId = message.UserId.ToString();
        while (true)
        {
            if (await users.Get(userId, cancellationToken) is not { } user)
            {
                return Refusals.NoSuchUser;
            }

            if (user.PasswordChange != messageId)
            {
                if (await passwords.Check(user.PasswordHash, message.CurrentPassword, cancellationToken) == PasswordCheck.Wrong)
                {
                    return Refusals.InvalidPassword;
                }

                user.PasswordHash = await passwords.Hash(message.NewPassword, cancellationToken);
                user.PasswordChange = messageId;
                user.UpdatedAt = time.GetUtcNow();

                // Before and after: see RoleChanges.
                await sessions.End(userId, cancellationToken);
                if (!(await users.Update(user, cancellationToken)).IsSaved)
                {
                    continue;
                }
            }

            await sessions.End(userId, cancellationToken);
            logger.LogInformation("User {UserId} changed the password", userId);
            return new PasswordChanged(message.UserId);
        }
    }
}
