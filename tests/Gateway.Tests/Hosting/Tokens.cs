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
            ["sid"] = Guid.NewGuid().ToString(),
            ["jti"] = Guid.NewGuid().ToString(),
            ["role"] = roles.Select(role => role.ToString().ToUpperInvariant()).ToArray(),
            ["iss"] = "messaging",
            ["aud"] = "messaging-api",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 900,
        };
    }

    public static string Sign(Dictionary<string, object> claims, string algorithm = "HS256", string secret = Secret) =>
        Sign($$"""{"alg":"{{algorithm}}","typ":"JWT"}""", claims, text => algorithm switch
        {
            "none" => [],
            "HS512" => HMACSHA512.HashData(Encoding.UTF8.GetBytes(secret), text),
            _ => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), text),
        });

    /// <summary>With a header as it is given, whatever it says.</summary>
    public static string Sign(string header, Dictionary<string, object> claims, Func<byte[], byte[]> sign)
    {
        var unsigned = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{unsigned}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(unsigned)))}";
    }

    public static byte[] Hs256(byte[] text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), text);
}
