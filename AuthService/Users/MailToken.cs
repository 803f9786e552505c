using Messages;

namespace AuthService.Users;

/// <summary>The token in a link that was mailed, as it is kept: the newest of its kind alone counts, and once.</summary>
/// <param name="MailId">The mail that it is in.</param>
/// <param name="UsedBy">The command that used it: delivered again, that command is known to be done.</param>
internal sealed record MailToken(Guid MailId, string Hash, DateTimeOffset ExpiresAt, Guid? UsedBy = null) : Extensible
{
    public MailTokenUse Judge(Guid command, DateTimeOffset now) =>
        UsedBy == command ? MailTokenUse.Repeated
        : UsedBy is null && now < ExpiresAt ? MailTokenUse.Accepted
        : MailTokenUse.Refused;
}

internal enum MailTokenUse
{
    Accepted,

    /// <summary>By the command that used it.</summary>
    Repeated,
    Refused,
}

/// <summary>A token that was just made.</summary>
/// <param name="Sealed">Of its text, for whoever composes the mail.</param>
internal sealed record NewMailToken(Guid MailId, string Hash, string Sealed);
