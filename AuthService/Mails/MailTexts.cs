using System.Diagnostics;
using System.Text.Encodings.Web;
using AuthService.Users;
using Contracts.Mails;
using MimeKit;

namespace AuthService.Mails;

/// <summary>What mails say, as plain text and as HTML.</summary>
internal static class MailTexts
{
    /// <summary>The same for each attempt at a mail. Throws <see cref="ParseException"/> when nothing can be sent to the user's address.</summary>
    public static MimeMessage Compose(Mail mail, User user, string link, MailboxAddress from)
    {
        var (subject, request, action, remark) = Words(mail.Kind);

        // Whoever registers a stranger's address chooses the name: until the address is verified it is not mailed there.
        var name = user.EmailVerified ? user.Name : null;
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
        message.To.Add(new MailboxAddress(name, user.Email));

        // Nobody's holiday notice answers it.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private static (string Subject, string Request, string Action, string Remark) Words(MailKind kind) => kind switch
    {
        MailKind.VerifyEmail => (
            "Please confirm your e-mail address",
            "Somebody has made an account with this e-mail address. If that was you, please confirm the address with this link:",
            "Confirm the address",
            "The link is good for 24 hours and works once. If it was not you, you need not do anything."),
        MailKind.ResetPassword => (
            "Set a new password",
            "Somebody has asked for a new password for your account. If that was you, set one with this link:",
            "Set a new password",
            "The link is good for one hour and works once. If it was not you, you need not do anything: your password stays as it is."),
        _ => throw new UnreachableException(),
    };

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
