using Hosting.Secrets;
using MimeKit;

namespace AuthService.Mails;

/// <summary>One .eml file a mail, for its owner only, where no server is configured: written again, it is the same file.</summary>
internal sealed class MailFolder(MailSettings settings, ILogger<MailFolder> logger) : IMailTransport
{
    public async Task Send(MimeMessage message, string mailId, CancellationToken cancellationToken)
    {
        OwnerOnly.CreateFolder(settings.Folder);
        var file = Path.Combine(settings.Folder, $"{mailId}.eml");
        var unfinished = $"{file}.tmp";
        await using (var stream = OwnerOnly.Open(unfinished, FileShare.None))
        {
            stream.SetLength(0);
            await message.WriteToAsync(stream, cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, file, overwrite: true);
        logger.LogInformation("Mail {MailId} is in {File}: no server is configured (Mail__Smtp)", mailId, file);
    }
}
