using Contracts.Mails;
using MassTransit;

namespace AuthService.Mails;

internal sealed class MailDueConsumer(Postman postman) : IConsumer<MailDue>
{
    public Task Consume(ConsumeContext<MailDue> context) => postman.Try(context.Message.MailId.ToString(), context.CancellationToken);
}
