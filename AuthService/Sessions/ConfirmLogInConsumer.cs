using AuthService.LoginFailures;
using AuthService.SecondFactors;
using AuthService.Users;
using Contracts;
using Contracts.Sessions;
using Documents;
using MassTransit;
using Sessions;

namespace AuthService.Sessions;

/// <summary>The code and the login are used up by one guarded write, before the session begins: of two that use one of them, one is let in.</summary>
internal sealed class ConfirmLogInConsumer(
    IDocumentStore<User> users,
    UserSessions sessions,
    PendingLogIns pending,
    SecondFactorCodes codes,
    LoginGuard guard,
    TimeProvider time,
    ILogger<ConfirmLogInConsumer> logger)
    : IConsumer<ConfirmLogIn>
{
    public async Task Consume(ConsumeContext<ConfirmLogIn> context)
    {
        if (await Confirm(context.Message, Issuance.Of(context), context.CancellationToken) is { } answer)
        {
            await context.RespondAsync(answer, answer.GetType());
        }
    }

    /// <summary>Null when an earlier delivery of the same message was carried out: only that one has tokens to answer with.</summary>
    private async Task<object?> Confirm(ConfirmLogIn message, Issuance issuance, CancellationToken cancellationToken)
    {
        var login = pending.Open(message.MfaToken);
        while (true)
        {
            var user = login is null ? null : await users.ById(login.UserId, cancellationToken);
            if (user is null)
            {
                return Refused("mfa_token", null, Refusals.InvalidMfaToken);
            }

            var attempt = guard.Attempt(user.NormalizedEmail, message.IpAddress);
            if (user.HasDone(issuance.MessageId))
            {
                // The code is used; what has changed since ends sessions, and so this one that has not begun yet.
                if (!PendingLogIns.Holds(login!, user))
                {
                    return Refused("mfa_token", user, Refusals.InvalidMfaToken);
                }
            }
            else
            {
                if (await Use(user, login!, message, attempt, issuance.MessageId, cancellationToken) is { } refusal)
                {
                    return refusal;
                }

                if (!(await users.Update(user, cancellationToken)).IsSaved)
                {
                    continue;
                }
            }

            var (started, userChanged) = await sessions.Begin(user, issuance, cancellationToken);
            if (userChanged)
            {
                continue;
            }

            if (started is not null)
            {
                await guard.Succeeded(attempt, cancellationToken);
                logger.LogInformation("User {UserId} logged in with the second factor", user.Id);
            }

            return started;
        }
    }

    private async Task<Refused?> Use(
        User user, PendingLogIn login, ConfirmLogIn message, LoginAttempt attempt, Guid command, CancellationToken cancellationToken)
    {
        if (!PendingLogIns.Counts(login, user))
        {
            return Refused("mfa_token", user, Refusals.InvalidMfaToken);
        }

        if (await guard.Wait(attempt, cancellationToken) is { } wait)
        {
            return Refused("locked_out", user, Refusals.TooManyAttempts(wait));
        }

        if (!user.ConfirmLogIn(codes.Read(user, message.Code), login.BegunAt, command, time.GetUtcNow()))
        {
            return await guard.Failed(attempt, user.Id, message.IpAddress, cancellationToken) is { } blocked
                ? Refused("locked_out", user, Refusals.TooManyAttempts(blocked))
                : Refused("mfa_code", user, Refusals.InvalidCode);
        }

        // As for a password: guesses made at once have all passed the first look.
        return await guard.Wait(attempt, cancellationToken) is { } late ? Refused("locked_out", user, Refusals.TooManyAttempts(late)) : null;
    }

    private Refused Refused(string reason, User? user, Refused answer)
    {
        AuthFailures.Count(reason);
        logger.LogWarning("Second factor of user {UserId} refused: {Reason}", user?.Id ?? "(not known)", reason);
        return answer;
    }
}
