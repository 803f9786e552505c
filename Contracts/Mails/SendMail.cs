namespace Contracts.Mails;

/// <summary>From AuthService to itself with the change of an account or a team that somebody must be told of; again when a mail could not be
/// sent for a day. UserId: whose account it is about, or who invites. SealedToken: of the link in the mail, which AuthService alone opens.
/// TeamId: to which it invites.</summary>
public sealed record SendMail(Guid MailId, Guid UserId, MailKind Kind, string SealedToken, Guid? TeamId = null);
