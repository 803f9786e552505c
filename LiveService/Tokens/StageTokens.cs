using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LiveService.Tokens;

/// <summary>Makes and reads stage tokens: JWTs of a type, an audience and a key of their own.</summary>
internal sealed class StageTokens(StageTokenKey key, TimeProvider time)
{
    private const string Type = "stage+jwt";
    private const string Issuer = "messaging-live";
    private const string Audience = "messaging-stage";
    private const string StageClaim = "stage";

    /// <summary>Attributes of 1 KB, each of whose bytes is escaped, are 12 KB of base64.</summary>
    private const int LongestToken = 16384;

    private readonly SymmetricSecurityKey signingKey = new(key.Value);
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };

    public string Write(StageToken token, IReadOnlyDictionary<string, string>? attributes)
    {
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Jti] = token.Id,
            [JwtRegisteredClaimNames.Sub] = token.UserId.ToString(),
            [StageClaim] = token.StageId.ToString(),
            ["capabilities"] = token.Capabilities.Select(capability => JsonNamingPolicy.SnakeCaseUpper.ConvertName(capability.ToString())).ToArray(),
        };
        if (attributes is { Count: > 0 })
        {
            claims["attributes"] = attributes.ToDictionary(attribute => attribute.Key, attribute => (object)attribute.Value);
        }

        return handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = Type,
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = token.IssuedAt.UtcDateTime,
            Expires = token.ExpiresAt.UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(signingKey, SecurityAlgorithms.HmacSha256),
        });
    }

    /// <summary>The participant of a token that this service has signed for this stage and user, in time; null of any other. Whether it was revoked, its record says.</summary>
    public async Task<Guid?> Read(string token, Guid stageId, Guid userId)
    {
        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidTypes = [Type],
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            IssuerSigningKey = signingKey,
            LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
        });
        return result.IsValid && result.SecurityToken is JsonWebToken read
            && read.Subject == userId.ToString()
            && read.TryGetPayloadValue<string>(StageClaim, out var stage) && stage == stageId.ToString()
            && Guid.TryParse(read.Id, out var participant)
                ? participant
                : null;
    }
}
