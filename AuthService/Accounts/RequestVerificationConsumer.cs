using AuthService.Mails;
using AuthService.Users;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Accounts;

internal sealed class RequestVerificationConsumer(IDocumentStore<User> users, MailTokens tokens, TimeProvider time) : IConsumer<RequestVerification>
{
    public async Task Consume(ConsumeContext<RequestVerification> context)
    {
        var answer = await Ask(context.Message, context.MessageId ?? NewId.NextGuid(), context.CancellationToken);
        await context.RespondAsync(answer, answer.GetType());
    }

    private async Task<object> Ask(RequestVerification message, Guid messageId, CancellationToken cancellationToken)
    {
        while (await users.ById(message.UserId.ToString(), cancellationToken) is { } user)
        {
            if (user.HasDone(messageId))
            {
                return new VerificationRequested(message.UserId);
            }

            if (user.EmailVerified)
            {
                return Refusals.AlreadyVerified;
            }

            if (user.AskToVerify(tokens.Create(messageId), messageId, time.GetUtcNow()) is { } wait)
            {
                return Refusals.TooManyMails(wait);
            }

            if ((await users.Update(user, cancellationToken)).IsSaved)
            {
                return new VerificationRequested(message.UserId);
            }
        }

        return Refusals.NoSuchUser;
    }
}
