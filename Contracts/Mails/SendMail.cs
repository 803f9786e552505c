namespace Contracts.Mails;

/// <summary>From AuthService to itself with the change of an account that its owner must be told of; again when a mail could not be sent
/// for a day. SealedToken: of the link in the mail, which AuthService alone opens.</summary>
public sealed record SendMail(Guid MailId, Guid UserId, MailKind Kind, string SealedToken);
