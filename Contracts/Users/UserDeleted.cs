namespace Contracts.Users;

/// <summary>The answer to DeleteUser, and what AuthService tells once: EventService then cancels what waits for a decision and erases
/// the data of the user's activities.</summary>
public sealed record UserDeleted(Guid UserId);
