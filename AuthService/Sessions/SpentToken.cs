using System.Security.Cryptography;
using System.Text;
using Hosting.Secrets;
using Messages;

namespace AuthService.Sessions;

/// <summary>
/// The refresh token that was used last, and what was given for it: two tabs may use it at once, and both go on. Only who holds
/// it can open what is sealed here.
/// </summary>
/// <param name="Sealed">The tokens that were given for it, under a key that is made of it.</param>
internal sealed record SpentToken(string Hash, DateTimeOffset Until, string Sealed) : Extensible
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public static SpentToken Of(RefreshToken spent, RefreshToken refreshToken, string accessToken, DateTimeOffset now) =>
        new(spent.Hash, now + Grace, Cipher(spent).Seal($"{refreshToken.Text} {accessToken}", spent.Hash));

    public bool CountsStill(RefreshToken token, DateTimeOffset now) => now < Until && token.Matches(Hash);

    /// <summary>What was given for the token.</summary>
    public (string RefreshToken, string AccessToken) Open(RefreshToken token) =>
        Cipher(token).TryOpen(Sealed, Hash, out var given) && given.Split(' ') is [var refreshToken, var accessToken]
            ? (refreshToken, accessToken)
            : throw new InvalidOperationException("A session holds no tokens for the one that was spent.");

    private static SecretCipher Cipher(RefreshToken token) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(token.Text), 32, info: "refreshed"u8.ToArray()));
}
