using System.Text.Encodings.Web;
using MimeKit;

namespace AuthService.Mails;

/// <summary>What mails say, as plain text and as HTML.</summary>
internal static class MailTexts
{
    /// <summary>The same for each attempt at a mail. Throws <see cref="ParseException"/> when nothing can be sent to the address.</summary>
    public static MimeMessage Compose(Mail mail, Letter letter, string link, MailboxAddress from)
    {
        var (email, name, subject, request, action, remark) = letter;
        var greeting = name is not null ? $"Hello {name}," : "Hello,";
        var message = new MimeMessage
        {
            Subject = subject,
            Date = mail.CreatedAt,
            MessageId = $"{mail.Id}@{from.Domain}",
            Body = new BodyBuilder
            {
                TextBody = $"{greeting}\n\n{request}\n\n{link}\n\n{remark}\n",
                HtmlBody = Html(subject, greeting, request, action, link, remark),
            }.ToMessageBody(),
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(name, email));

        // Nobody's holiday notice answers it.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private static string Html(string subject, string greeting, string request, string action, string link, string remark)
    {
        var encoder = HtmlEncoder.Default;
        var address = encoder.Encode(link);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{encoder.Encode(subject)}</title></head>
            <body style="font-family: sans-serif; line-height: 1.5; max-width: 36em; margin: 2em auto; padding: 0 1em">
            <p>{encoder.Encode(greeting)}</p>
            <p>{encoder.Encode(request)}</p>
            <p><a href="{address}" style="display: inline-block; padding: 0.6em 1.2em; background: #1f4fa3; color: #ffffff; border-radius: 4px; text-decoration: none">{encoder.Encode(action)}</a></p>
            <p>Or copy this address into your browser:<br><a href="{address}" style="word-break: break-all">{address}</a></p>
            <p>{encoder.Encode(remark)}</p>
            </body>
            </html>
            """;
    }
}
