using AuthService.Users;
using Contracts.Users;
using Documents;
using MassTransit;

namespace AuthService.Accounts;

internal sealed class RequestPasswordResetConsumer(IDocumentStore<PasswordResetRequest> requests) : IConsumer<RequestPasswordReset>
{
    public async Task Consume(ConsumeContext<RequestPasswordReset> context)
    {
        var id = context.MessageId ?? NewId.NextGuid();
        if (EmailAddress.Parse(context.Message.Email) is { } email)
        {
            // Entered by another delivery: that is as good.
            await requests.Insert(PasswordResetRequest.Of(id, email.Normalized), context.CancellationToken);
        }

        await context.RespondAsync(new PasswordResetRequested(id));
    }
}
