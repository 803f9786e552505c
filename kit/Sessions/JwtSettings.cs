using Hosting.Configuration;
using Hosting.Secrets;
using Microsoft.Extensions.Configuration;

namespace Sessions;

/// <summary>
/// What the maker and the checkers of access tokens must agree on. HS256: one secret for both. ES256: named key pairs of
/// which the checkers need the public half only; tokens of each count, so that keys can be replaced without a pause.
/// </summary>
/// <param name="Keys">At least one; the last is the newest.</param>
public sealed record JwtSettings(string Issuer, string Audience, string Algorithm, IReadOnlyList<JwtKey> Keys)
{
    public const string Hs256 = "HS256";
    public const string Es256 = "ES256";

    private const string SecretKey = "Jwt:Secret";
    private const string KeysKey = "Jwt:Keys";

    /// <summary>The newest key. Throws <see cref="ConfigurationException"/> when this host knows its public half only.</summary>
    public JwtKey SigningKey => Keys[^1] is { CanSign: true } newest
        ? newest
        : throw new ConfigurationException(KeysKey, $"must end with a private key, since this host signs; '{Keys[^1].Id}' is a public one");

    public static JwtSettings From(IConfiguration configuration)
    {
        var algorithm = configuration.OneOf("Jwt:Algorithm", Hs256, Es256);
        return new JwtSettings(
            Or(configuration["Jwt:Issuer"], "messaging"),
            Or(configuration["Jwt:Audience"], "messaging-api"),
            algorithm,
            algorithm == Es256 ? Pairs(configuration) : [new JwtKey(Secret(configuration))]);
    }

    /// <summary>For the host that signs: one that could not is stopped at its start.</summary>
    public static JwtSettings ForSigning(IConfiguration configuration)
    {
        var settings = From(configuration);
        _ = settings.SigningKey;
        return settings;
    }

    /// <summary>The shared secret of access tokens, from which other keys may be derived; null when there is none.</summary>
    public static byte[]? SecretOrNull(IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration[SecretKey]) ? null : Secret(configuration);

    private static byte[] Secret(IConfiguration configuration) => configuration.SecretBytes(SecretKey, configuration.Required(SecretKey));

    private static JwtKey[] Pairs(IConfiguration configuration)
    {
        // As numbers: the tenth key comes after the second.
        var keys = configuration.GetSection(KeysKey).GetChildren()
            .OrderBy(key => int.TryParse(key.Key, out var place) ? place : int.MaxValue)
            .Select(key => JwtKey.Read(configuration, key.Path))
            .ToArray();
        if (keys.Length == 0)
        {
            throw new ConfigurationException($"{KeysKey}:0:Key", "is missing");
        }

        return keys.GroupBy(key => key.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice
            ? throw new ConfigurationException(KeysKey, $"has two keys named '{twice.Key}'")
            : keys;
    }

    private static string Or(string? value, string absent) => string.IsNullOrEmpty(value) ? absent : value;
}
