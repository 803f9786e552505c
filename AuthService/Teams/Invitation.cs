using AuthService.Users;
using Contracts.Teams;
using Messages;

namespace AuthService.Teams;

/// <param name="Email">As it was given; empty when the account that had it was deleted.</param>
/// <param name="NormalizedEmail">By which it is compared.</param>
/// <param name="Status">As it was left: it may have expired since.</param>
/// <param name="Token">Of the newest mail.</param>
internal sealed record Invitation(
    Guid Id, string Email, string NormalizedEmail, TeamRole Role, InvitationStatus Status, Guid InvitedBy, DateTimeOffset CreatedAt, MailToken Token) : Extensible
{
    public bool IsOpen(DateTimeOffset now) => StatusAt(now) == InvitationStatus.Pending;

    public InvitationDetails ToDetails(DateTimeOffset now) => new(Id, Email, Role, StatusAt(now), InvitedBy, CreatedAt, Token.ExpiresAt);

    private InvitationStatus StatusAt(DateTimeOffset now) =>
        Status == InvitationStatus.Pending && Token.ExpiresAt <= now ? InvitationStatus.Expired : Status;
}

/// <summary>A mail that was sent lately.</summary>
internal sealed record InvitationMail(string NormalizedEmail, DateTimeOffset At) : Extensible;
