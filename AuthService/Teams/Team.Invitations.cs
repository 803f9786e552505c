using AuthService.Users;
using Contracts;
using Contracts.Mails;
using Contracts.Teams;

namespace AuthService.Teams;

/// <content>Who is invited.</content>
internal sealed partial class Team
{
    private const int MostOpen = 100;
    private const int MostKept = 200;
    private const int MostMailsAnHour = 50;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    private static readonly TimeSpan AllowanceWindow = TimeSpan.FromHours(1);

    /// <summary>Within which a mail is usually sent.</summary>
    private static readonly TimeSpan FirstAttempt = TimeSpan.FromSeconds(30);

    /// <summary>Newest first; of an address one at most is open. Of those that are not, the newest.</summary>
    public IReadOnlyList<Invitation> Invitations { get; set; } = [];

    /// <summary>Within the last hour.</summary>
    public IReadOnlyList<InvitationMail> Mailed { get; set; } = [];

    public Invitation? InvitationOf(Guid id) => Invitations.FirstOrDefault(invitation => invitation.Id == id);

    public Invitation? InvitationOf(EmailAddress email) => Invitations.FirstOrDefault(invitation => invitation.NormalizedEmail == email.Normalized);

    /// <param name="invited">Who has the address; null when nobody has.</param>
    public Refused? Invite(Member by, InviteMember message, EmailAddress email, Guid? invited, NewMailToken token, DateTimeOffset now)
    {
        var open = Invitations.FirstOrDefault(invitation => invitation.NormalizedEmail == email.Normalized && invitation.IsOpen(now));
        if (!by.MayInvite(message.Role) || (open is not null && !by.MayInvite(open.Role)))
        {
            return Refusals.NotInTeamRole;
        }

        if (invited is { } userId && MemberOf(userId) is not null)
        {
            return Refusals.AlreadyMember;
        }

        if (open is null && Invitations.Count(invitation => invitation.IsOpen(now)) >= MostOpen)
        {
            return Refusals.TooManyInvitations;
        }

        if (TakeMail(email.Normalized, now) is { } wait)
        {
            return Refusals.TooManyInvitationMails(wait);
        }

        var kept = new MailToken(token.MailId, token.Hash, now + Lifetime);
        var invitation = open is null
            ? new Invitation(message.InvitationId, email.Text, email.Normalized, message.Role, InvitationStatus.Pending, by.UserId, now, kept)
            : open with { Role = message.Role, InvitedBy = by.UserId, Token = kept };
        if (open is null)
        {
            var closed = Invitations.Where(known => !known.IsOpen(now)).Skip(MostKept);
            Invitations = [invitation, .. Invitations.Except(closed)];
        }
        else
        {
            Replace(invitation);
        }

        Send(invitation, token);
        Audit(now, by, open is null ? "team.invited" : "team.invitation_renewed", null, new { InvitationId = invitation.Id, invitation.Role });
        return null;
    }

    public Refused? Resend(Member by, Guid id, NewMailToken token, DateTimeOffset now)
    {
        if (Open(by, id, now, out var invitation) is { } refusal)
        {
            return refusal;
        }

        if (TakeMail(invitation!.NormalizedEmail, now) is { } wait)
        {
            return Refusals.TooManyInvitationMails(wait);
        }

        invitation = invitation with { Token = new MailToken(token.MailId, token.Hash, now + Lifetime) };
        Replace(invitation);
        Send(invitation, token);
        Audit(now, by, "team.invitation_renewed", null, new { InvitationId = id, invitation.Role });
        return null;
    }

    public Refused? Cancel(Member by, Guid id, DateTimeOffset now)
    {
        if (Open(by, id, now, out var invitation) is { } refusal)
        {
            return refusal;
        }

        Replace(invitation! with { Status = InvitationStatus.Cancelled });
        Audit(now, by, "team.invitation_cancelled", new { InvitationId = id, invitation.Role }, null);
        return null;
    }

    /// <summary>Makes the user a member, once.</summary>
    public Refused? Accept(User user, string tokenHash, Guid command, DateTimeOffset now)
    {
        if (Answer(user, tokenHash, command, InvitationStatus.Accepted, now, out var invitation) is { } refusal)
        {
            return refusal;
        }

        if (Members.Count >= MostMembers)
        {
            return Refusals.TeamIsFull;
        }

        var userId = Guid.Parse(user.Id);
        if (MemberOf(userId) is null)
        {
            Members = [.. Members, new Member(userId, invitation!.Role, now)];
            UpdatedAt = now;
            Audit(now, user.Id, "team.member_added", null, new { UserId = userId, invitation.Role, InvitationId = invitation.Id });
        }

        return null;
    }

    public Refused? Decline(User user, string tokenHash, Guid command, DateTimeOffset now)
    {
        var refusal = Answer(user, tokenHash, command, InvitationStatus.Declined, now, out var invitation);
        if (refusal is null)
        {
            Audit(now, user.Id, "team.invitation_declined", new { InvitationId = invitation!.Id, invitation.Role }, null);
        }

        return refusal;
    }

    /// <summary>Of an account that was deleted. False when nothing here has its address.</summary>
    public bool ForgetAddress(string normalizedEmail)
    {
        var forgotten = Invitations.Where(invitation => invitation.NormalizedEmail == normalizedEmail).ToList();
        Invitations = [.. Invitations.Select(invitation => forgotten.Contains(invitation) ? Forgotten(invitation) : invitation)];
        var others = Mailed.Where(mail => mail.NormalizedEmail != normalizedEmail).ToList();
        var isKnown = forgotten.Count > 0 || others.Count < Mailed.Count;
        Mailed = others;
        return isKnown;

        static Invitation Forgotten(Invitation invitation) => invitation with
        {
            Email = "",
            NormalizedEmail = "",
            Status = invitation.Status == InvitationStatus.Pending ? InvitationStatus.Cancelled : invitation.Status,
        };
    }

    /// <summary>The invitation that a mail is about; null when its link does not count any more.</summary>
    public Invitation? Awaiting(Guid mailId, DateTimeOffset now) =>
        Invitations.FirstOrDefault(invitation => invitation.Token.MailId == mailId && invitation.IsOpen(now));

    /// <summary>The token counts from when its mail is tried last. False when that is not long after it was made.</summary>
    public bool Renew(Invitation invitation, DateTimeOffset now)
    {
        if (invitation.Token.ExpiresAt + FirstAttempt > now + Lifetime)
        {
            return false;
        }

        Replace(invitation with { Token = invitation.Token with { ExpiresAt = now + Lifetime } });
        return true;
    }

    private Refused? Open(Member by, Guid id, DateTimeOffset now, out Invitation? invitation)
    {
        invitation = InvitationOf(id);
        return !by.Manages ? Refusals.NotInTeamRole
            : invitation is null ? Refusals.NoSuchInvitation
            : !invitation.IsOpen(now) ? Refusals.InvitationNotOpen
            : null;
    }

    private Refused? Answer(User user, string tokenHash, Guid command, InvitationStatus answer, DateTimeOffset now, out Invitation? invitation)
    {
        invitation = Invitations.FirstOrDefault(known => known.Token.Hash == tokenHash);
        if (invitation?.Status != InvitationStatus.Pending || invitation.Token.Judge(command, now) != MailTokenUse.Accepted)
        {
            return Refusals.InvalidToken;
        }

        if (invitation.NormalizedEmail != user.NormalizedEmail)
        {
            return Refusals.WrongAccount;
        }

        Replace(invitation with { Status = answer, Token = invitation.Token with { UsedBy = command } });
        return null;
    }

    /// <summary>Cancels what he could not offer any more as what he is now: else one who was taken out comes back by his own invitations.</summary>
    private void Withdraw(Member member, string actor, DateTimeOffset now)
    {
        foreach (var invitation in Invitations.Where(known => known.InvitedBy == member.UserId && known.IsOpen(now) && !member.MayInvite(known.Role)))
        {
            Replace(invitation with { Status = InvitationStatus.Cancelled });
            Audit(now, actor, "team.invitation_cancelled", new { InvitationId = invitation.Id, invitation.Role }, null);
        }
    }

    private void Replace(Invitation invitation) => Invitations = [.. Invitations.Select(known => known.Id == invitation.Id ? invitation : known)];

    private void Send(Invitation invitation, NewMailToken token) =>
        Raise(new SendMail(token.MailId, invitation.InvitedBy, MailKind.Invitation, token.Sealed, Guid.Parse(Id)));

    /// <summary>Counts one more, or how long to wait for it: so many go to one address in an hour, and so many to all.</summary>
    private TimeSpan? TakeMail(string normalizedEmail, DateTimeOffset now)
    {
        var recent = Mailed.Where(mail => mail.At > now - AllowanceWindow).ToList();
        var toIt = recent.Where(mail => mail.NormalizedEmail == normalizedEmail).ToList();
        if (toIt.Count >= MailAllowance.AnHour || recent.Count >= MostMailsAnHour)
        {
            return (toIt.Count >= MailAllowance.AnHour ? toIt : recent)[0].At + AllowanceWindow - now;
        }

        Mailed = [.. recent, new InvitationMail(normalizedEmail, now)];
        return null;
    }
}
