namespace Contracts.Teams;

/// <summary>The answer to RemoveMember.</summary>
public sealed record MemberRemoved(Guid TeamId, Guid UserId);
