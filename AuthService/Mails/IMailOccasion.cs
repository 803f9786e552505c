using Contracts.Mails;

namespace AuthService.Mails;

/// <summary>What mails of some kinds are about: it knows whether they are still to be sent, to whom, and what they say.</summary>
internal interface IMailOccasion
{
    bool Covers(MailKind kind);

    /// <summary>Has the link count from now on; null when there is nothing to send any more.</summary>
    Task<Letter?> Prepare(Mail mail, CancellationToken cancellationToken);
}
