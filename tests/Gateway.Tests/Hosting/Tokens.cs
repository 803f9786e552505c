using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Contracts.Users;

namespace Gateway.Tests.Hosting;

/// <summary>Access tokens made by hand, good ones and forged ones.</summary>
internal sealed class Tokens(TimeProvider time)
{
    public const string Secret = "a-secret-for-tests-of-at-least-32-bytes";

    public string Of(Guid userId, params Role[] roles) => Sign(Claims(userId, roles));

    public Dictionary<string, object> Claims(Guid userId, params Role[] roles)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return new Dictionary<string, object>
        {
            ["sub"] = userId.ToString(),
            ["jti"] = Guid.NewGuid().ToString(),
            ["role"] = roles.Select(role => role.ToString().ToUpperInvariant()).ToArray(),
            ["iss"] = "messaging",
            ["aud"] = "messaging-api",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 900,
        };
    }

    public static string Sign(Dictionary<string, object> claims, string algorithm = "HS256", string secret = Secret)
    {
        var unsigned = $"{Encode(new { alg = algorithm, typ = "JWT" })}.{Encode(claims)}";
        var key = Encoding.UTF8.GetBytes(secret);
        var text = Encoding.UTF8.GetBytes(unsigned);
        var signature = algorithm switch
        {
            "none" => [],
            "HS512" => HMACSHA512.HashData(key, text),
            _ => HMACSHA256.HashData(key, text),
        };
        return $"{unsigned}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
