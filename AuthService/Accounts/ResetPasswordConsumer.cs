using AuthService.LoginFailures;
using AuthService.Mails;
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

internal sealed class ResetPasswordConsumer(
    IDocumentStore<User> users,
    UserSessions sessions,
    PasswordHashing passwords,
    LoginGuard guard,
    QuestionExpiry expiry,
    TimeProvider time,
    ILogger<ResetPasswordConsumer> logger)
    : IConsumer<ResetPassword>
{
    public async Task Consume(ConsumeContext<ResetPassword> context)
    {
        if (await Reset(context.Message, context.MessageId ?? NewId.NextGuid(), expiry.HasExpired(context), context.CancellationToken) is { } answer)
        {
            await context.RespondAsync(answer, answer.GetType());
        }
    }

    /// <summary>Null when it has expired. A change that is saved already is finished all the same: sessions may be left to end.</summary>
    private async Task<object?> Reset(ResetPassword message, Guid messageId, bool hasExpired, CancellationToken cancellationToken)
    {
        if (new FieldFaults().Password(message.NewPassword, "newPassword").ToRefusal() is { } refusal)
        {
            return refusal;
        }

        var hash = MailTokens.HashOf(message.Token);
        while (true)
        {
            var user = hash is null ? null : await users.ByReset(hash, cancellationToken);
            var use = user?.Reset?.Judge(messageId, time.GetUtcNow()) ?? MailTokenUse.Refused;
            if (user is null || use == MailTokenUse.Refused)
            {
                AuthFailures.Count("mail_token");
                logger.LogWarning("Reset of the password of user {UserId} refused: {Reason}", user?.Id ?? "(not known)", "mail_token");
                return Refusals.InvalidToken;
            }

            if (use == MailTokenUse.Accepted)
            {
                if (hasExpired)
                {
                    return null;
                }

                user.ResetPassword(await passwords.Hash(message.NewPassword, cancellationToken), messageId, time.GetUtcNow());

                // Before and after: see RoleChanges.
                await sessions.End(user.Id, cancellationToken);
                if (!(await users.Update(user, cancellationToken)).IsSaved)
                {
                    continue;
                }
            }

            await sessions.End(user.Id, cancellationToken);
            var userId = Guid.Parse(user.Id);
            await guard.Succeeded(guard.Attempt(user.NormalizedEmail, null), cancellationToken);
            await guard.Succeeded(guard.Attempt(userId), cancellationToken);
            logger.LogInformation("User {UserId} set a new password by mail", user.Id);
            return new PasswordChanged(userId);
        }
    }
}
