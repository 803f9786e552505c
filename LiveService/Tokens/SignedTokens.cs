using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LiveService.Tokens;

/// <summary>Makes and reads JWTs of one type, with an audience and a key of their own: no token of another kind is one.</summary>
internal sealed class SignedTokens(byte[] key, string type, string audience, TimeProvider time)
{
    private const string Issuer = "messaging-live";

    /// <summary>Attributes of 1 KB, each of whose bytes is escaped, are 12 KB of base64.</summary>
    private const int LongestToken = 16384;

    private readonly SymmetricSecurityKey signingKey = new(key);
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };

    public string Write(Dictionary<string, object> claims, DateTimeOffset issuedAt, DateTimeOffset expiresAt) => handler.CreateToken(new SecurityTokenDescriptor
    {
        TokenType = type,
        Issuer = Issuer,
        Audience = audience,
        IssuedAt = issuedAt.UtcDateTime,
        Expires = expiresAt.UtcDateTime,
        Claims = claims,
        SigningCredentials = new SigningCredentials(signingKey, SecurityAlgorithms.HmacSha256),
    });

    /// <summary>Null of what this did not sign, and of what has expired.</summary>
    public async Task<JsonWebToken?> Read(string token)
    {
        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidTypes = [type],
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidIssuer = Issuer,
            ValidAudience = audience,
            IssuerSigningKey = signingKey,
            LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
        });
        return result.IsValid ? result.SecurityToken as JsonWebToken : null;
    }
}
