namespace Contracts.Teams;

/// <summary>An invitation as the team sees it. Status: EXPIRED from the moment ExpiresAt on.</summary>
public sealed record InvitationDetails(
    Guid Id, string Email, TeamRole Role, InvitationStatus Status, Guid InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);
