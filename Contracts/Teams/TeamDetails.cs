namespace Contracts.Teams;

/// <summary>A team with its members, those who joined first first. Role: the caller's; null when he is no member.</summary>
public sealed record TeamDetails(
    Guid Id, string Name, TeamRole? Role, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, IReadOnlyList<MemberDetails> Members);
