using System.Text.Json.Serialization;
using Contracts.Sessions;
using Contracts.Users;

namespace Gateway.Accounts;

/// <summary>What a login is answered with.</summary>
[JsonDerivedType(typeof(SessionResponse))]
[JsonDerivedType(typeof(MfaRequiredResponse))]
internal abstract record LogInResponse;

/// <summary>A session as a client gets it. ExpiresIn: of the access token, in seconds.</summary>
internal sealed record SessionResponse(string AccessToken, string TokenType, int ExpiresIn, string RefreshToken, UserDetails User) : LogInResponse
{
    public static SessionResponse Of(SessionStarted session) =>
        new(session.AccessToken, "Bearer", session.ExpiresIn, session.RefreshToken, session.User);
}

/// <summary>No session yet: POST /auth/mfa takes the token, with a code. ExpiresIn: of the token, in seconds.</summary>
internal sealed record MfaRequiredResponse(bool MfaRequired, string MfaToken, int ExpiresIn) : LogInResponse;
