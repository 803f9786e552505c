using Contracts.Teams;
using Messages;

namespace AuthService.Teams;

internal sealed record Member(Guid UserId, TeamRole Role, DateTimeOffset JoinedAt) : Extensible
{
    /// <inheritdoc cref="TeamRules.Manages"/>
    public bool Manages => Role.Manages();

    public bool MayInvite(TeamRole role) => Role == TeamRole.Owner || (Manages && role == TeamRole.Member);
}
