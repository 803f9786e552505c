namespace Contracts.Mails;

/// <summary>From AuthService to itself when a mail is to be tried again.</summary>
public sealed record MailDue(Guid MailId);
