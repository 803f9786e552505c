using AuthService.LoginFailures;
using AuthService.Passwords;
using AuthService.Sessions;
using AuthService.Users;
using Bus.Questions;
using Contracts;
using Contracts.Users;
using Documents;
using MassTransit;
using Sessions;

namespace AuthService.Accounts;

internal sealed class ChangePasswordConsumer(
    IDocumentStore<User> users,
    UserSessions sessions,
    PasswordHashing passwords,
    LoginGuard guard,
    QuestionExpiry expiry,
    TimeProvider time,
    ILogger<ChangePasswordConsumer> logger)
    : IConsumer<ChangePassword>
{
    public async Task Consume(ConsumeContext<ChangePassword> context)
    {
        if (await Change(context.Message, context.MessageId ?? NewId.NextGuid(), expiry.HasExpired(context), context.CancellationToken) is { } answer)
        {
            await context.RespondAsync(answer, answer.GetType());
        }
    }

    /// <summary>Null when it has expired. A change that is saved already is finished all the same: sessions may be left to end.</summary>
    private async Task<object?> Change(ChangePassword message, Guid messageId, bool hasExpired, CancellationToken cancellationToken)
    {
        if (new FieldFaults().Password(message.NewPassword, "newPassword").ToRefusal() is { } refusal)
        {
            return refusal;
        }

        var userId = message.UserId.ToString();
        var attempt = guard.Attempt(message.UserId);
        while (true)
        {
            if (await users.ById(userId, cancellationToken) is not { } user)
            {
                return Refusals.NoSuchUser;
            }

            if (!user.HasDone(messageId))
            {
                if (hasExpired)
                {
                    return null;
                }

                if (await guard.Wait(attempt, cancellationToken) is { } wait)
                {
                    return Refused("locked_out", userId, Refusals.TooManyAttempts(wait));
                }

                if (await passwords.Check(user.PasswordHash, message.CurrentPassword, cancellationToken) == PasswordCheck.Wrong)
                {
                    return await guard.Failed(attempt, userId, null, cancellationToken) is { } blocked
                        ? Refused("locked_out", userId, Refusals.TooManyAttempts(blocked))
                        : Refused("password", userId, Refusals.InvalidPassword);
                }

                // As for a login: guesses made at once have all passed the first look.
                if (await guard.Wait(attempt, cancellationToken) is { } late)
                {
                    return Refused("locked_out", userId, Refusals.TooManyAttempts(late));
                }

                user.ChangePassword(await passwords.Hash(message.NewPassword, cancellationToken), messageId, time.GetUtcNow());

                // Before and after: see RoleChanges.
                await sessions.End(userId, cancellationToken);
                if (!(await users.Update(user, cancellationToken)).IsSaved)
                {
                    continue;
                }
            }

            await sessions.End(userId, cancellationToken);
            await guard.Succeeded(attempt, cancellationToken);
            logger.LogInformation("User {UserId} changed the password", userId);
            return new PasswordChanged(message.UserId);
        }
    }

    private Refused Refused(string reason, string userId, Refused answer)
    {
        AuthFailures.Count(reason);
        logger.LogWarning("Password change of user {UserId} refused: {Reason}", userId, reason);
        return answer;
    }
}
