using System.Text.RegularExpressions;
using MimeKit;
using Testing;

namespace Flow.Tests;

internal static class MailedLinks
{
    /// <summary>The token in the mail to the address whose link leads to the page.</summary>
    public static async Task<string> Token(string folder, string email, string page)
    {
        string? token = null;
        await Wait.Until(() => (token = Find(folder, email, page)) is not null, $"the mail to {email} with a link to {page}");
        return token!;
    }

    /// <summary>The token in the mail, whose link leads to the page.</summary>
    public static string Token(MimeMessage mail, string page) => TokenIn(mail.TextBody!, page).ShouldNotBeNull();

    private static string? Find(string folder, string email, string page) => !Directory.Exists(folder)
        ? null
        : Directory.GetFiles(folder, "*.eml").Select(File.ReadAllText)
            .Where(mail => mail.Contains(email, StringComparison.Ordinal))
            .Select(mail => TokenIn(mail, page))
            .FirstOrDefault(token => token is not null);

    /// <summary>Null when no link in the text leads to the page.</summary>
    private static string? TokenIn(string text, string page) =>
        Regex.Match(text, $@"/{page}\?token=(?<token>[A-Za-z0-9_-]{{43,64}})\s", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match
            ? match.Groups["token"].Value
            : null;
}
