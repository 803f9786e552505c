namespace Contracts.Sessions;

/// <summary>From AuthService after each successful login, recorded by EventService as the activity "login".</summary>
public sealed record UserLoggedIn(Guid UserId, Guid LoginId, DateTimeOffset At);
