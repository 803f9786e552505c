using System.Diagnostics;
using AuthService.Users;
using Contracts.Mails;
using Documents;

namespace AuthService.Mails;

/// <summary>Mails to the owner of an account, about that.</summary>
internal sealed class AccountMails(IDocumentStore<User> users, TimeProvider time) : IMailOccasion
{
    public bool Covers(MailKind kind) => kind is MailKind.VerifyEmail or MailKind.ResetPassword;

    public async Task<Letter?> Prepare(Mail mail, CancellationToken cancellationToken)
    {
        var counts = false;
        var user = await users.Change(
            mail.UserId.ToString(),
            u => (counts = u.AwaitsMail(Guid.Parse(mail.Id), mail.Kind)) && u.Renew(mail.Kind, time.GetUtcNow()),
            cancellationToken);
        if (user is null || !counts)
        {
            return null;
        }

        // Whoever registers a stranger's address chooses the name: until the address is verified it is not mailed there.
        var (subject, request, action, remark) = Words(mail.Kind);
        return new Letter(user.Email, user.EmailVerified ? user.Name : null, subject, request, action, remark);
    }

    private static (string Subject, string Request, string Action, string Remark) Words(MailKind kind) => kind switch
    {
        MailKind.VerifyEmail => (
            "Please confirm your e-mail address",
            "Somebody has made an account with this e-mail address. If that was you, please confirm the address with this link:",
            "Confirm the address",
            "The link is good for 24 hours and works once. If it was not you, you need not do anything."),
        MailKind.ResetPassword => (
            "Set a new password",
            "Somebody has asked for a new password for your account. If that was you, set one with this link:",
            "Set a new password",
            "The link is good for one hour and works once. If it was not you, you need not do anything: your password stays as it is."),
        _ => throw new UnreachableException(),
    };
}
