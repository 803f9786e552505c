using AuthService.LoginFailures;
using AuthService.Passwords;
using AuthService.SecondFactors;
using AuthService.Users;
using Contracts;
using Contracts.Users;
using Documents;
using MassTransit;
using Sessions;

namespace AuthService.Accounts;

internal sealed class RemoveMfaConsumer(
    IDocumentStore<User> users,
    PasswordHashing passwords,
    SecondFactorCodes codes,
    LoginGuard guard,
    TimeProvider time,
    ILogger<RemoveMfaConsumer> logger)
    : IConsumer<RemoveMfa>
{
    public async Task Consume(ConsumeContext<RemoveMfa> context)
    {
        var answer = await Remove(context.Message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Remove(RemoveMfa message, Guid messageId, CancellationToken cancellationToken)
    {
        var userId = message.UserId.ToString();
        var attempt = guard.Attempt(message.UserId);
        while (await users.ById(userId, cancellationToken) is { } user)
        {
            if (!user.HasDone(messageId))
            {
                if (await Check(user, message, attempt, cancellationToken) is { } refusal)
                {
                    return refusal;
                }

                user.RemoveSecondFactor(userId, messageId, time.GetUtcNow());
                if (!(await users.Update(user, cancellationToken)).IsSaved)
                {
                    continue;
                }
            }

            await guard.Succeeded(attempt, cancellationToken);
            logger.LogInformation("User {UserId} turned the second factor off", userId);
            return new MfaRemoved(message.UserId);
        }

        return Refusals.NoSuchUser;
    }

    private async Task<Refused?> Check(User user, RemoveMfa message, LoginAttempt attempt, CancellationToken cancellationToken)
    {
        if (await guard.Wait(attempt, cancellationToken) is { } wait)
        {
            return Refused("locked_out", user, Refusals.TooManyAttempts(wait));
        }

        if (await passwords.Check(user.PasswordHash, message.Password, cancellationToken) == PasswordCheck.Wrong)
        {
            return await Failed("password", user, Refusals.InvalidPassword);
        }

        if (!user.HasSecondFactor() || user.SecondFactor!.Use(codes.Read(user, message.Code)) is null)
        {
            return await Failed("mfa_code", user, Refusals.InvalidCode);
        }

        // As for a login: guesses made at once have all passed the first look.
        return await guard.Wait(attempt, cancellationToken) is { } late ? Refused("locked_out", user, Refusals.TooManyAttempts(late)) : null;

        async Task<Refused> Failed(string reason, User user, Refused answer) =>
            await guard.Failed(attempt, user.Id, null, cancellationToken) is { } blocked
                ? Refused("locked_out", user, Refusals.TooManyAttempts(blocked))
                : Refused(reason, user, answer);
    }

    private Refused Refused(string reason, User user, Refused answer)
    {
        AuthFailures.Count(reason);
        logger.LogWarning("Turning the second factor of user {UserId} off was refused: {Reason}", user.Id, reason);
        return answer;
    }
}
