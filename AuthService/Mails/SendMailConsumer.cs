using Contracts.Mails;
using Documents;
using MassTransit;

namespace AuthService.Mails;

/// <summary>Enters the mail and tries it at once. Of one that was given up each further failure is a fault: it ends among the dead letters.</summary>
internal sealed class SendMailConsumer(IDocumentStore<Mail> mails, Postman postman, TimeProvider time) : IConsumer<SendMail>
{
    public async Task Consume(ConsumeContext<SendMail> context)
    {
        var id = context.Message.MailId.ToString();
        if (await mails.Get(id, context.CancellationToken) is not { } mail)
        {
            mail = Mail.Of(context.Message, time.GetUtcNow());

            // Entered by another delivery: that is as good.
            await mails.Insert(mail, context.CancellationToken);
        }

        if (await postman.Try(id, context.CancellationToken) != true && mail.State == MailState.GivenUp)
        {
            throw new MailNotSentException(id);
        }
    }
}

internal sealed class MailNotSentException(string id) : Exception($"Mail {id} could not be sent for a day.");
