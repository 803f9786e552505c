using MimeKit;

namespace AuthService.Mails;

/// <summary>Hands a mail over: when it returns, the mail is another's to deliver. An exception: it is not, or nobody knows.</summary>
internal interface IMailTransport
{
    Task Send(MimeMessage message, string mailId, CancellationToken cancellationToken);
}
