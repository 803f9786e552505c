using Contracts.Sessions;
using Documents;
using Sessions;

namespace AuthService.Sessions;

/// <summary>
/// The one session of a user; its id is the user id. It decides which tokens count; the session store
/// (<see cref="ISessions"/>) that the Gateway asks only repeats its access token. An ended session stays as an empty
/// document: deleting it would delete what its outbox still holds.
/// </summary>
internal sealed class Session : Document
{
    public static readonly Schema<Session> Schema = new("sessions");

    public Guid SessionId { get; set; }

    /// <summary>Of the only refresh token that may be used; null when the session is over.</summary>
    public string? RefreshTokenHash { get; set; }

    public DateTimeOffset RefreshTokenExpiresAt { get; set; }

    /// <summary>Null when the user must refresh first.</summary>
    public AccessTokenRecord? AccessToken { get; set; }

    /// <summary>For what the present tokens were made, or the last ones when the session is over.</summary>
    public Issuance? IssuedFor { get; set; }

    /// <summary>Null when the present tokens are those of a login.</summary>
    public SpentToken? Spent { get; set; }

    public void Give(RefreshToken refreshToken, DateTimeOffset expiresAt, AccessTokenRecord accessToken, Issuance issuance, SpentToken? spent = null)
    {
        Spent = spent;
        SessionId = refreshToken.SessionId;
        RefreshTokenHash = refreshToken.Hash;
        RefreshTokenExpiresAt = expiresAt;
        AccessToken = accessToken;
        IssuedFor = issuance;
    }

    /// <returns>False when it was over already.</returns>
    public bool End()
    {
        var open = RefreshTokenHash is not null;
        RefreshTokenHash = null;
        AccessToken = null;
        return open;
    }

    public bool IsOpen(DateTimeOffset now) => RefreshTokenHash is not null && now < RefreshTokenExpiresAt;

    public SessionDetails ToDetails() => new(SessionId, RefreshTokenExpiresAt - RefreshToken.Lifetime, RefreshTokenExpiresAt);

    /// <returns>False when there was no access token.</returns>
    public bool EndAccess()
    {
        var had = AccessToken is not null;
        AccessToken = null;
        return had;
    }

    /// <summary>
    /// An old token of the present session is taken for a stolen one, but for the one that was just used: of two tabs, both
    /// use it. And the bus may bring one refresh twice: see <see cref="Issuance"/>.
    /// </summary>
    public static RefreshTokenUse Judge(Session? session, RefreshToken token, Issuance issuance, DateTimeOffset now) => session switch
    {
        null or { RefreshTokenHash: null } => RefreshTokenUse.Refused,
        _ when session.SessionId != token.SessionId || session.RefreshTokenExpiresAt <= now => RefreshTokenUse.Refused,
        _ when token.Matches(session.RefreshTokenHash) => RefreshTokenUse.Accepted,
        { Spent: { } spent } when spent.CountsStill(token, now) => RefreshTokenUse.Repeated,
        _ when session.IssuedFor == issuance => RefreshTokenUse.Accepted,
        { IssuedFor: { } last } when last.IsRepeatedBy(issuance) => RefreshTokenUse.Refused,
        _ => RefreshTokenUse.Reused,
    };
}

internal enum RefreshTokenUse
{
    Accepted,

    /// <summary>Used just before: its holder gets what was given for it.</summary>
    Repeated,

    /// <summary>Of no session, or of one that is over, expired or superseded by a new login; or this refresh was carried out by an earlier delivery.</summary>
    Refused,

    /// <summary>Used before: the session must end.</summary>
    Reused,
}
