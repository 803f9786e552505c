using System.IdentityModel.Tokens.Jwt;
using System.Text.Json;
using AuthService.Users;
using Microsoft.IdentityModel.Tokens;
using Sessions;

namespace AuthService.Sessions;

/// <summary>Makes access tokens: JWTs that name user, session and roles, and nothing personal.</summary>
internal sealed class AccessTokens(JwtSettings settings, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly JwtSecurityTokenHandler handler = new();
    private readonly JwtHeader header = new(Credentials(settings.SigningKey));

    public (string Text, AccessTokenRecord Record) Create(User user, Guid sessionId)
    {
        // A JWT counts in whole seconds.
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var expiresAt = issuedAt + Lifetime;

        // Written one by one: what goes through Claim objects is renamed, and a list of one becomes a plain text.
        var payload = new JwtPayload
        {
            [JwtRegisteredClaimNames.Sub] = user.Id,
            [JwtRegisteredClaimNames.Sid] = sessionId.ToString(),
            [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString(),
            ["role"] = user.Roles.Select(role => JsonNamingPolicy.SnakeCaseUpper.ConvertName(role.ToString())).ToArray(),
            [JwtRegisteredClaimNames.Iss] = settings.Issuer,
            [JwtRegisteredClaimNames.Aud] = settings.Audience,
            [JwtRegisteredClaimNames.Iat] = issuedAt.ToUnixTimeSeconds(),
            [JwtRegisteredClaimNames.Nbf] = issuedAt.ToUnixTimeSeconds(),
            [JwtRegisteredClaimNames.Exp] = expiresAt.ToUnixTimeSeconds(),
        };
        var text = handler.WriteToken(new JwtSecurityToken(header, payload));
        return (text, new AccessTokenRecord(AccessTokenRecord.HashOf(text), issuedAt, expiresAt));
    }

    private static SigningCredentials Credentials(JwtKey key) => key.Pair is { } pair
        ? new SigningCredentials(new ECDsaSecurityKey(pair) { KeyId = key.Id }, SecurityAlgorithms.EcdsaSha256)
        : new SigningCredentials(new SymmetricSecurityKey(key.Secret), SecurityAlgorithms.HmacSha256);
}
