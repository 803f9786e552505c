using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sessions;

namespace Http.Tokens;

/// <summary>
/// Looks at size and header before the library reads anything else: a token of this platform has exactly the header that
/// AuthService writes. So neither algorithm nor key is ever chosen by the caller, and what a header might bring along
/// (jwk, jku, x5u, x5c, crit, zip) is never looked at.
/// </summary>
public sealed class AccessTokenValidator(JwtSettings settings, TimeProvider time) : TokenHandler
{
    /// <summary>Several times what the longest token of this platform has.</summary>
    public const int LongestToken = 4096;

    /// <summary>A clock that is behind AuthService's does not refuse a fresh token. A token's end is exact.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };
    private readonly Dictionary<string, SecurityKey> keys = settings.Keys.ToDictionary(key => key.Id ?? "", KeyOf, StringComparer.Ordinal);

    public TokenValidationParameters Parameters => new()
    {
        ValidIssuer = settings.Issuer,
        ValidAudience = settings.Audience,
        ValidateIssuerSigningKey = true,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (notBefore, expires, _, _) => IsInTime(notBefore, expires),
        NameClaimType = JwtRegisteredClaimNames.Sub,
        RoleClaimType = Subject.RoleClaim,
    };

    /// <summary>Whatever comes is judged, and counted, in one place.</summary>
    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (token.Length > LongestToken)
        {
            return Refuse("oversized");
        }

        try
        {
            var parameters = validationParameters.Clone();
            parameters.IssuerSigningKey = KeyFor(token);
            var result = await handler.ValidateTokenAsync(token, parameters);
            return result.Exception is ArgumentException or JsonException or FormatException ? Refuse("malformed") : result;
        }
        catch (RefusedTokenException refused)
        {
            return new TokenValidationResult { Exception = refused };
        }
    }

    private static TokenValidationResult Refuse(string reason) => new() { Exception = new RefusedTokenException(reason) };

    private static SecurityKey KeyOf(JwtKey key) =>
        key.Pair is { } pair ? new ECDsaSecurityKey(pair) { KeyId = key.Id } : new SymmetricSecurityKey(key.Secret);

    private SecurityKey KeyFor(string token)
    {
        string? algorithm = null, type = null, keyId = null;
        foreach (var (name, value) in HeaderOf(token))
        {
            switch (name)
            {
                case "alg": algorithm = value; break;
                case "typ": type = value; break;
                case "kid": keyId = value; break;
                default: throw new RefusedTokenException("header");
            }
        }

        if (algorithm != settings.Algorithm || type is not (null or "JWT"))
        {
            throw new RefusedTokenException("algorithm");
        }

        return (keyId is null) == (settings.Algorithm == JwtSettings.Hs256) && keys.TryGetValue(keyId ?? "", out var key)
            ? key
            : throw new RefusedTokenException("key");
    }

    private static List<(string Name, string Value)> HeaderOf(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            throw new RefusedTokenException("malformed");
        }

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]), Strict);
            return [.. header.RootElement.EnumerateObject().Select(member => (member.Name, member.Value.GetString() ?? ""))];
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            throw new RefusedTokenException("malformed");
        }
    }

    private bool IsInTime(DateTime? notBefore, DateTime? expires)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is null ? throw new RefusedTokenException("claims")
            : expires <= now ? throw new RefusedTokenException("expired")
            : notBefore > now + ClockSkew ? throw new RefusedTokenException("not_yet_valid")
            : true;
    }
}
