namespace Messaging.Client;

/// <summary>A team as one sees it in a list. Role: one's own; null when one is no member.</summary>
public sealed record TeamSummary(Guid Id, string Name, TeamRole? Role, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>A team with its members, those who joined first first.</summary>
public sealed record Team(Guid Id, string Name, TeamRole? Role, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, IReadOnlyList<TeamMember> Members);

public sealed record TeamMember(Guid UserId, string? Name, string Email, TeamRole Role, DateTimeOffset JoinedAt);

/// <summary>What a member may do in his team. ADMIN looks after its members, OWNER after everything.</summary>
public enum TeamRole
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Owner,
    Admin,
    Member,
}

public sealed record Invitation(
    Guid Id, string Email, TeamRole Role, InvitationStatus Status, Guid InvitedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>Only one that is PENDING can be accepted.</summary>
public enum InvitationStatus
{
    /// <summary>A word that this version does not know.</summary>
    Unknown,
    Pending,
    Accepted,
    Declined,
    Cancelled,
    Expired,
}
