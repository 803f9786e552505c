using System.Text.RegularExpressions;
using MimeKit;

namespace AuthService.Tests.Mails;

internal static partial class MailedLink
{
    /// <summary>The link in the plain text of a mail.</summary>
    public static string Of(MimeMessage mail) => Form().Match(mail.TextBody.ShouldNotBeNull()).Value;

    public static string TokenOf(MimeMessage mail) => Of(mail).Split("?token=")[1];

    [GeneratedRegex(@"https?://\S+\?token=[A-Za-z0-9_-]{43,64}(?=\s)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
