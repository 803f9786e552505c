namespace Contracts.Mails;

/// <summary>What a mail asks its reader to do.</summary>
public enum MailKind
{
    VerifyEmail,
    ResetPassword,
    Invitation,
}
