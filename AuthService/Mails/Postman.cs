using System.Collections.Concurrent;
using Documents;
using MimeKit;

namespace AuthService.Mails;

/// <summary>Makes one attempt at a mail: begins it on the document, sends, and finishes it there.</summary>
internal sealed class Postman(
    IDocumentStore<Mail> mails,
    IEnumerable<IMailOccasion> occasions,
    MailTokens tokens,
    MailLinks links,
    IMailTransport transport,
    MailSettings settings,
    TimeProvider time,
    ILogger<Postman> logger)
{
    /// <summary>Handed over, and not recorded yet: the store went away in between.</summary>
    private readonly ConcurrentDictionary<string, byte> handedOver = new();

    /// <summary>False when it could not be sent; null when it is not to be tried now.</summary>
    public async Task<bool?> Try(string id, CancellationToken cancellationToken)
    {
        if (handedOver.ContainsKey(id))
        {
            await End(id, MailState.Sent);
            return true;
        }

        var begun = false;
        var mail = await mails.Change(id, m => begun = m.TryBegin(time.GetUtcNow(), settings.Lease), cancellationToken);
        if (mail is null || !begun)
        {
            return mail?.State is MailState.Sent or MailState.Dropped ? true : null;
        }

        try
        {
            if (await Compose(mail, cancellationToken) is not { } message)
            {
                await End(id, MailState.Dropped);
                return true;
            }

            if (mail.DueAt - time.GetUtcNow() is not { } left || left <= TimeSpan.Zero)
            {
                // Whoever looks for interrupted attempts may have begun another.
                return null;
            }

            using var lease = new CancellationTokenSource(left, time);
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Token);
            await transport.Send(message, id, bound.Token);
        }
        catch (Exception e) when (StoreUnavailableException.Behind(e) is null && !cancellationToken.IsCancellationRequested)
        {
            var failed = await mails.Change(id, m => m.Fail(time.GetUtcNow()), CancellationToken.None);
            MailMetrics.Count(mail.Kind, "failed");

            // Its message may quote what a server said of the address.
            logger.LogWarning("Mail {MailId} could not be sent, attempt {Attempt}, next at {NextAt}: {Reason}", id, mail.Attempts, failed?.DueAt, Reason(e));
            return false;
        }

        handedOver[id] = 0;
        await End(id, MailState.Sent);
        MailMetrics.Count(mail.Kind, "sent");
        logger.LogInformation("Mail {MailId} ({Kind}) of user {UserId} was sent", id, mail.Kind, mail.UserId);
        return true;
    }

    /// <summary>Not cancelled with the host: what is known should be kept.</summary>
    private async Task End(string id, MailState state)
    {
        await mails.Change(id, m => m.End(state, time.GetUtcNow()), CancellationToken.None);
        handedOver.TryRemove(id, out _);
    }

    /// <summary>Null when there is nothing to send.</summary>
    private async Task<MimeMessage?> Compose(Mail mail, CancellationToken cancellationToken)
    {
        if (await occasions.Single(occasion => occasion.Covers(mail.Kind)).Prepare(mail, cancellationToken) is not { } letter)
        {
            logger.LogInformation("Mail {MailId} is not sent: its link does not count any more", mail.Id);
            return null;
        }

        var token = tokens.Open(Guid.Parse(mail.Id), mail.SealedToken!)
            ?? throw new InvalidOperationException("The key that its link was sealed with is not configured (Accounts__EncryptionKey).");
        try
        {
            return MailTexts.Compose(mail, letter, links.Of(mail.Kind, token), settings.From);
        }
        catch (ParseException)
        {
            logger.LogWarning("Mail {MailId} is not sent: no mail can go to the address that user {UserId} gave", mail.Id, mail.UserId);
            return null;
        }
    }

    private static string Reason(Exception e) => e switch
    {
        MailKit.Net.Smtp.SmtpCommandException command => $"{command.ErrorCode}, status {(int)command.StatusCode}",
        MailKit.ServiceNotAuthenticatedException or MailKit.Security.AuthenticationException => "the server refuses user and password",
        MailKit.Security.SslHandshakeException => "no encrypted connection with a certificate that is trusted",
        OperationCanceledException or TimeoutException => "no answer in time",
        InvalidOperationException => e.Message,
        _ => e.GetType().Name,
    };
}
