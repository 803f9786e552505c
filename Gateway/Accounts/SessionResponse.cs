using Contracts.Sessions;
using Contracts.Users;

namespace Gateway.Accounts;

/// <summary>A session as a client gets it. ExpiresIn: of the access token, in seconds.</summary>
internal sealed record SessionResponse(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken, UserDetails User)
{
    public static SessionResponse Of(SessionStarted session) =>
        new(session.AccessToken, "Bearer", session.ExpiresIn, session.RefreshToken, session.User);
}
