using Contracts.Users;

namespace Contracts.Sessions;

/// <summary>The answer to LogIn, ConfirmLogIn and RefreshSession: the only valid tokens of this user. ExpiresIn in seconds.</summary>
public sealed record SessionStarted(string AccessToken, int ExpiresIn, string RefreshToken, DateTimeOffset RefreshTokenExpiresAt, UserDetails User);
