using AuthService.LoginFailures;
using AuthService.Passwords;
using AuthService.SecondFactors;
using AuthService.Users;
using Bus.Questions;
using Contracts;
using Contracts.Sessions;
using Documents;
using Hosting.Logging;
using MassTransit;
using Sessions;

namespace AuthService.Sessions;

/// <summary>Answers the same, after the same work, whether the e-mail is unknown or the password wrong.</summary>
internal sealed class LogInConsumer(
    IDocumentStore<User> users,
    UserSessions sessions,
    PasswordHashing passwords,
    LoginGuard guard,
    PendingLogIns pending,
    QuestionExpiry expiry,
    ILogger<LogInConsumer> logger)
    : IConsumer<LogIn>
{
    public async Task Consume(ConsumeContext<LogIn> context)
    {
        if (await LogIn(context.Message, Issuance.Of(context), expiry.Left(context), context.CancellationToken) is { } answer)
        {
            await context.RespondAsync(answer, answer.GetType());
        }
    }

    /// <summary>
    /// Null when an earlier delivery of the same login was carried out: only that one has tokens to answer with; and when there are
    /// more logins than can be hashed while their callers wait.
    /// </summary>
    private async Task<object?> LogIn(LogIn message, Issuance login, TimeSpan? left, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Parse(message.Email);
        var attempt = guard.Attempt(email?.Normalized ?? message.Email, message.IpAddress);
        if (await guard.Wait(attempt, cancellationToken) is { } wait)
        {
            return Refused("locked_out", null, Refusals.TooManyAttempts(wait));
        }

        PasswordCheck? check = null;
        string? checkedHash = null;
        while (true)
        {
            // A user who was changed meanwhile, by another of his logins say, has the same password most of the time: it is checked once.
            var user = email is null ? null : await users.ByEmail(email, cancellationToken);
            if (check is null || user?.PasswordHash != checkedHash)
            {
                check = await passwords.Check(user?.PasswordHash, message.Password, left, cancellationToken);
                checkedHash = user?.PasswordHash;
            }

            if (check is null)
            {
                logger.LogWarning(Outage.Event, "More logins come than can be checked in time");
                return null;
            }

            if (user is null || check == PasswordCheck.Wrong)
            {
                return await guard.Failed(attempt, user?.Id, message.IpAddress, cancellationToken) is { } blocked
                    ? Refused("locked_out", user, Refusals.TooManyAttempts(blocked))
                    : Refused("credentials", user, Refusals.InvalidCredentials);
            }

            // Guesses made at once have all passed the first look: past the limit the right one must not show either.
            if (await guard.Wait(attempt, cancellationToken) is { } late)
            {
                return Refused("locked_out", user, Refusals.TooManyAttempts(late));
            }

            if (check == PasswordCheck.RightButOld && !await Strengthen(user, message.Password, cancellationToken))
            {
                continue;
            }

            // Its failures stay: who knows the password must not be free to guess at the codes.
            if (user.HasSecondFactor())
            {
                logger.LogInformation("User {UserId} is asked for the second factor", user.Id);
                return new MfaRequired(pending.Begin(user), (int)PendingLogIns.Lifetime.TotalSeconds);
            }

            var (started, userChanged) = await sessions.Begin(user, login, cancellationToken);
            if (userChanged)
            {
                continue;
            }

            if (started is not null)
            {
                await guard.Succeeded(attempt, cancellationToken);
                logger.LogInformation("User {UserId} logged in", user.Id);
            }

            return started;
        }
    }

    private Refused Refused(string reason, User? user, Refused answer)
    {
        AuthFailures.Count(reason);
        logger.LogWarning("Login of user {UserId} refused: {Reason}", user?.Id ?? "(not known)", reason);
        return answer;
    }

    /// <summary>Hashes the password at the cost that is configured now. False when the user was changed meanwhile.</summary>
    private async Task<bool> Strengthen(User user, string password, CancellationToken cancellationToken)
    {
        user.PasswordHash = await passwords.Hash(password, cancellationToken);
        return (await users.Update(user, cancellationToken)).IsSaved;
    }
}
