using Messages;

namespace Sessions;

/// <summary>The one access token of each user that counts. Written by AuthService, asked by the Gateway with each request.</summary>
public interface ISessions
{
    /// <summary>Makes this the user's only valid access token.</summary>
    Task Start(Guid userId, AccessTokenRecord token, CancellationToken cancellationToken = default);

    /// <summary>The user's valid access token; null when there is none. Throws when sessions cannot be asked.</summary>
    Task<AccessTokenRecord?> Get(Guid userId, CancellationToken cancellationToken = default);

    /// <summary>Makes the user's access token invalid at once.</summary>
    Task End(Guid userId, CancellationToken cancellationToken = default);
}

/// <param name="Token">SHA-256 of the access token, base64url: <see cref="HashOf"/>.</param>
public sealed record AccessTokenRecord(string Token, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt) : Extensible
{
    public static string HashOf(string accessToken) =>
        System.Buffers.Text.Base64Url.EncodeToString(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(accessToken)));
}
