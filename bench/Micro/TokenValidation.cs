using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Http.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sessions;

namespace Micro;

/// <summary>What the Gateway does with the token of each call, without the session in Redis.</summary>
public class TokenValidation
{
    private const string KeyId = "micro";

    private static readonly string[] Roles = ["USER"];

    private AccessTokenValidator validator = null!;
    private string token = "";

    [Params(JwtSettings.Hs256, JwtSettings.Es256)]
    public string Algorithm { get; set; } = JwtSettings.Hs256;

    [GlobalSetup]
    public void Prepare()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var isShared = Algorithm == JwtSettings.Hs256;
        var settings = new JwtSettings("messaging", "messaging-api", Algorithm, [isShared ? new JwtKey(secret) : new JwtKey(KeyId, pair)]);
        SecurityKey key = isShared ? new SymmetricSecurityKey(secret) : new ECDsaSecurityKey(pair) { KeyId = KeyId };
        validator = new AccessTokenValidator(settings, TimeProvider.System);
        token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = settings.Issuer,
            Audience = settings.Audience,
            Expires = TimeProvider.System.GetUtcNow().AddHours(1).UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = $"{Guid.NewGuid()}", ["role"] = Roles },
            SigningCredentials = new SigningCredentials(key, Algorithm),
        });
        if (!Validate().GetAwaiter().GetResult())
        {
            throw new InvalidOperationException("The token is refused.");
        }
    }

    [Benchmark]
    public async Task<bool> Validate() => (await validator.ValidateTokenAsync(token, validator.Parameters)).IsValid;
}
