using AuthService.Mails;
using AuthService.Users;
using Contracts.Users;
using Documents;
using MassTransit;
using Sessions;

namespace AuthService.Accounts;

internal sealed class VerifyEmailConsumer(IDocumentStore<User> users, TimeProvider time, ILogger<VerifyEmailConsumer> logger) : IConsumer<VerifyEmail>
{
    public async Task Consume(ConsumeContext<VerifyEmail> context)
    {
        var answer = await Verify(MailTokens.HashOf(context.Message.Token), context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Verify(string? hash, Guid messageId, CancellationToken cancellationToken)
    {
        while (hash is not null && await users.ByVerification(hash, cancellationToken) is { } user)
        {
            var use = user.VerifyEmail(messageId, time.GetUtcNow());
            if (use == MailTokenUse.Refused)
            {
                break;
            }

            if (use == MailTokenUse.Repeated || (await users.Update(user, cancellationToken)).IsSaved)
            {
                logger.LogInformation("User {UserId} verified the e-mail address", user.Id);
                return new EmailVerified(Guid.Parse(user.Id));
            }
        }

        AuthFailures.Count("mail_token");
        logger.LogWarning("Verification refused: {Reason}", "mail_token");
        return Refusals.InvalidToken;
    }
}
