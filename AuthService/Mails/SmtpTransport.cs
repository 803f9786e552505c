using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AuthService.Mails;

/// <summary>Over SMTP, with a connection for each mail: they are few.</summary>
internal sealed class SmtpTransport(MailServer server, TimeSpan timeout) : IMailTransport
{
    public async Task Send(MimeMessage message, string mailId, CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(timeout);
        using var client = new SmtpClient { Timeout = (int)timeout.TotalMilliseconds, CheckCertificateRevocation = false };
        if (server.Authorities.Count > 0)
        {
            client.ServerCertificateValidationCallback = IsTrusted;
        }

        await client.ConnectAsync(server.Host, server.Port, Security, bound.Token);
        if (server.User is not null)
        {
            await client.AuthenticateAsync(server.User, server.Password!, bound.Token);
        }

        await client.SendAsync(message, bound.Token);
        await Leave(client, bound.Token);
    }

    private SecureSocketOptions Security =>
        server.ImplicitTls ? SecureSocketOptions.SslOnConnect
        : server.RequiresTls ? SecureSocketOptions.StartTls
        : SecureSocketOptions.StartTlsWhenAvailable;

    /// <summary>The server has answered for the mail: what it does afterwards is of no account.</summary>
    private static async Task Leave(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception)
        {
            // Disposing the client closes the connection.
        }
    }

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 presented || chain is null)
        {
            return errors == SslPolicyErrors.None;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.AddRange(server.Authorities);
        foreach (var element in chain.ChainElements)
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return own.Build(presented);
    }
}
