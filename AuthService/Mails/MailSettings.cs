using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hosting.Configuration;
using Hosting.Secrets;
using MimeKit;

namespace AuthService.Mails;

/// <param name="Smtp">Null: mails are written to files.</param>
/// <param name="LinkBase">What links begin with, without a slash at the end; null for the default.</param>
/// <param name="Folder">Where files go.</param>
/// <param name="Timeout">How long one attempt may take, connecting included.</param>
internal sealed record MailSettings(MailServer? Smtp, MailboxAddress From, string? LinkBase, string Folder, TimeSpan Timeout)
{
    private const string SmtpKey = "Mail:Smtp";
    private const string FromKey = "Mail:From";
    private const string LinkBaseKey = "Mail:LinkBase";

    /// <summary>After which an attempt without an outcome is taken for interrupted.</summary>
    public TimeSpan Lease => Timeout + TimeSpan.FromSeconds(5);

    public static MailSettings Of(IConfiguration configuration)
    {
        var smtp = MailServer.From(configuration, SmtpKey);
        var from = smtp is null && string.IsNullOrEmpty(configuration[FromKey]) ? "messaging@localhost" : configuration.Required(FromKey);
        return new MailSettings(
            smtp,
            Mailbox(from) ?? throw new ConfigurationException(FromKey, "is not an address like name@example.com or Name <name@example.com>"),
            Links(configuration[LinkBaseKey]),
            Path.Combine(configuration["Storage:Folder"] is { Length: > 0 } folder ? folder : "data", "mail"),
            TimeSpan.FromSeconds(configuration.Number("Mail:TimeoutSeconds", 30, 1, 300)));
    }

    private static MailboxAddress? Mailbox(string text) =>
        MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address.Contains('@', StringComparison.Ordinal) ? mailbox : null;

    private static string? Links(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { Query: "", Fragment: "", UserInfo: "" } ? text.TrimEnd('/')
        : throw new ConfigurationException(LinkBaseKey, "is not an address like https://example.com/console");
}

/// <param name="User">Null: it asks for none.</param>
/// <param name="Authorities">Trusted besides the system's.</param>
internal sealed record MailServer(string Host, int Port, bool ImplicitTls, string? User, string? Password, X509Certificate2Collection Authorities)
{
    private const string AuthoritiesKey = "Mail:CertificateAuthorities";

    /// <summary>Passwords and links leave this machine encrypted, or not at all.</summary>
    public bool RequiresTls => ImplicitTls || !IsLoopback;

    private bool IsLoopback => Host is "localhost" || (System.Net.IPAddress.TryParse(Host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address));

    /// <summary>Null when none is configured.</summary>
    public static MailServer? From(IConfiguration configuration, string key)
    {
        if (configuration[key] is not { Length: > 0 } text)
        {
            return null;
        }

        // Not quoted: it holds a password.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps") || uri.Host.Length == 0 || uri.PathAndQuery is not ("" or "/"))
        {
            throw new ConfigurationException(key, "is not an address like smtp://user:password@host:587");
        }

        var implicitTls = uri.Scheme == "smtps";
        var (user, password) = uri.UserInfo.Split(':', 2) is [{ Length: > 0 } name, var secret] ? (Uri.UnescapeDataString(name), Uri.UnescapeDataString(secret)) : (null, null);
        if (uri.UserInfo.Length > 0 && user is null)
        {
            throw new ConfigurationException(key, "has a user without a password; it is like smtp://user:password@host:587");
        }

        configuration.RefuseKnown(key, password);
        return new MailServer(uri.Host, uri.Port > 0 ? uri.Port : implicitTls ? 465 : 587, implicitTls, user, password, Trusted(configuration));
    }

    private static X509Certificate2Collection Trusted(IConfiguration configuration)
    {
        var authorities = new X509Certificate2Collection();
        if (configuration[AuthoritiesKey] is { Length: > 0 } file)
        {
            try
            {
                authorities.ImportFromPemFile(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                throw new ConfigurationException(AuthoritiesKey, $"cannot be read: {e.Message.TrimEnd('.')}");
            }

            if (authorities.Count == 0)
            {
                throw new ConfigurationException(AuthoritiesKey, "names a file without a certificate in PEM form");
            }
        }

        return authorities;
    }
}
