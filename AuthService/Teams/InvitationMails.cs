using AuthService.Mails;
using AuthService.Users;
using Contracts.Mails;
using Documents;

namespace AuthService.Teams;

/// <summary>Mails that invite to a team, whether or not there is an account with the address.</summary>
internal sealed class InvitationMails(IDocumentStore<Team> teams, IDocumentStore<User> users, TimeProvider time) : IMailOccasion
{
    public bool Covers(MailKind kind) => kind == MailKind.Invitation;

    public async Task<Letter?> Prepare(Mail mail, CancellationToken cancellationToken)
    {
        Invitation? invitation = null;
        var team = await teams.Change(
            mail.TeamId!.Value.ToString(),
            t => (invitation = t.Awaiting(Guid.Parse(mail.Id), time.GetUtcNow())) is not null && t.Renew(invitation, time.GetUtcNow()),
            cancellationToken);
        if (team is null || invitation is null)
        {
            return null;
        }

        // A name, or an address that is not verified, anybody could have made up.
        var inviter = await users.ById(mail.UserId.ToString(), cancellationToken);
        var who = inviter is { EmailVerified: true } ? inviter.Email : "A member of it";
        return new Letter(
            invitation.Email,
            null,
            "You are invited to a team",
            $"{who} invites you to the team \"{team.Name}\". Sign in with this e-mail address, or make an account with it, and accept or decline with this link:",
            "See the invitation",
            "The link is good for seven days and works once. If you do not know what this is about, you need not do anything.");
    }
}
