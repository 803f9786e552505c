using AuthService.Mails;
using AuthService.Users;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Accounts;

/// <summary>Looks for the account, has the mail sent, and forgets who asked.</summary>
internal sealed class PasswordResetRequestedConsumer(
    IDocumentStore<PasswordResetRequest> requests, IDocumentStore<User> users, MailTokens tokens, TimeProvider time, ILogger<PasswordResetRequestedConsumer> logger)
    : IConsumer<PasswordResetRequested>
{
    public async Task Consume(ConsumeContext<PasswordResetRequested> context)
    {
        var id = context.Message.RequestId;
        if (await requests.Get(id.ToString(), context.CancellationToken) is not { } request)
        {
            return;
        }

        if (EmailAddress.Parse(request.Email) is { } email && await users.ByEmail(email, context.CancellationToken) is { } user)
        {
            var token = tokens.Create(id);
            var sends = false;
            await users.Change(user.Id, u => sends = u.Deletion is null && u.AskToReset(token, id, time.GetUtcNow()), context.CancellationToken);
            logger.LogInformation("A new password was asked for user {UserId}: a mail goes out: {Sends}", user.Id, sends);
        }

        // Of another delivery that was faster it is gone.
        await requests.Delete(request, context.CancellationToken);
    }
}
