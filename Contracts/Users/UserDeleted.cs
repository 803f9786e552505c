namespace Contracts.Users;

/// <summary>The answer to DeleteUser.</summary>
public sealed record UserDeleted(Guid UserId);
