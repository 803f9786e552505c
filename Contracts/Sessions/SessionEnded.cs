namespace Contracts.Sessions;

/// <summary>The answer to LogOut.</summary>
public sealed record SessionEnded(Guid UserId);
