namespace Contracts.Sessions;

/// <summary>From AuthService after each successful login, for whoever counts logins.</summary>
public sealed record UserLoggedIn(Guid UserId, Guid LoginId, DateTimeOffset At);
