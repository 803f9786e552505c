namespace Messaging.Client;

/// <summary>
/// A user's session. Whoever keeps one, to go on with it after a restart (<see cref="SessionsClient.Resume"/>), keeps it secret.
/// </summary>
/// <param name="ExpiresAt">Of the access token, by this machine's clock.</param>
public sealed record Session(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt, User User)
{
    /// <summary>Identity, so that a renewal knows what it renews.</summary>
    public bool Equals(Session? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Without its tokens, for logs.</summary>
    public override string ToString() => $"{nameof(Session)} of {User.Id}";
}

/// <summary>What a login is answered with: the session, or what <see cref="SessionsClient.Confirm"/> takes with a code of the second factor.</summary>
public sealed record LoginAnswer(Session? Session, SecondFactor? SecondFactor);

/// <summary>A login that waits for its second factor.</summary>
public sealed record SecondFactor(string MfaToken, TimeSpan ExpiresIn)
{
    /// <summary>Without its token, for logs.</summary>
    public override string ToString() => $"{nameof(SecondFactor)} within {ExpiresIn}";
}

/// <summary>A session as it is answered.</summary>
internal record SessionAnswer(string? AccessToken, string? TokenType, int ExpiresIn, string? RefreshToken, User? User)
{
    /// <exception cref="HttpRequestException">It is none.</exception>
    public Session ToSession(DateTimeOffset now) => this is { AccessToken: { } access, RefreshToken: { } refresh, User: { } user }
        ? new Session(access, refresh, now.AddSeconds(ExpiresIn), user)
        : throw ClientJson.Unreadable("A session");
}

/// <summary>A session, or, in its stead, what the second factor is confirmed with.</summary>
internal sealed record SessionOrFactor(string? AccessToken, string? TokenType, int ExpiresIn, string? RefreshToken, User? User, bool MfaRequired, string? MfaToken)
    : SessionAnswer(AccessToken, TokenType, ExpiresIn, RefreshToken, User);
