using System.Text;
using Microsoft.Extensions.Configuration;
using ServiceDefaults.Configuration;

namespace ServiceDefaults.Sessions;

/// <summary>What the maker and the checker of access tokens must agree on. Signature: HMAC-SHA256.</summary>
/// <param name="Secret">The signing key: the UTF-8 bytes of <c>Jwt__Secret</c>, at least 32.</param>
public sealed record JwtSettings(string Issuer, string Audience, byte[] Secret)
{
    private const int LeastSecretBytes = 32;

    public static JwtSettings From(IConfiguration configuration)
    {
        var secret = Encoding.UTF8.GetBytes(configuration.Required("Jwt:Secret"));
        return secret.Length >= LeastSecretBytes
            ? new JwtSettings(Or(configuration["Jwt:Issuer"], "messaging"), Or(configuration["Jwt:Audience"], "messaging-api"), secret)
            : throw new ConfigurationException("Jwt:Secret", $"has {secret.Length} bytes, fewer than {LeastSecretBytes}");
    }

    private static string Or(string? value, string absent) => string.IsNullOrEmpty(value) ? absent : value;
}
