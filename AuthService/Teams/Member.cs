using Contracts.Teams;
using Messages;

namespace AuthService.Teams;

internal sealed record Member(Guid UserId, TeamRole Role, DateTimeOffset JoinedAt) : Extensible
{
    /// <summary>Whether he may change the team and whom it invites.</summary>
    public bool Manages => Role is TeamRole.Owner or TeamRole.Admin;

    public bool MayInvite(TeamRole role) => Role == TeamRole.Owner || (Manages && role == TeamRole.Member);
}
