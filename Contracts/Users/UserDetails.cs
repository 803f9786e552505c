namespace Contracts.Users;

/// <summary>An account as its owner and administrators see it.</summary>
public sealed record UserDetails(
    Guid Id,
    string Email,
    string? Name,
    IReadOnlyList<Role> Roles,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    bool EmailVerified = false,
    bool MfaEnabled = false);
