namespace Contracts.Teams;

/// <summary>A member as the others see him; the answer to ChangeMember.</summary>
public sealed record MemberDetails(Guid UserId, string? Name, string Email, TeamRole Role, DateTimeOffset JoinedAt);
