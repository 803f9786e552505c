using System.Security.Cryptography;
using Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace Sessions;

/// <summary>A key of access tokens: the shared secret of HS256, or a P-256 pair of ES256 or its public half.</summary>
public sealed class JwtKey
{
    private const int LongestId = 64;
    private const string P256 = "1.2.840.10045.3.1.7";

    public JwtKey(byte[] secret)
    {
        Secret = secret;
        CanSign = true;
    }

    public JwtKey(string id, ECDsa pair)
    {
        Id = id;
        Pair = pair;
        CanSign = HasPrivateHalf(pair);
    }

    /// <summary>The <c>kid</c> of tokens and of the published key; null for the secret of HS256, which needs no name.</summary>
    public string? Id { get; }

    /// <summary>Null for ES256.</summary>
    public byte[]? Secret { get; }

    /// <summary>Null for HS256.</summary>
    public ECDsa? Pair { get; }

    public bool CanSign { get; }

    /// <summary>Of <c>{section}:Kid</c> and <c>{section}:Key</c>, which is PEM or the path of a file with it.</summary>
    internal static JwtKey Read(IConfiguration configuration, string section)
    {
        var id = configuration.Required($"{section}:Kid");
        if (id.Length > LongestId || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new ConfigurationException($"{section}:Kid", $"is not 1 to {LongestId} letters, digits, dots, dashes and underscores");
        }

        return new JwtKey(id, Pem($"{section}:Key", configuration.Required($"{section}:Key")));
    }

    private static ECDsa Pem(string setting, string value)
    {
        var pair = ECDsa.Create();
        try
        {
            pair.ImportFromPem(value.StartsWith("-----", StringComparison.Ordinal) ? value.Replace("\\n", "\n", StringComparison.Ordinal) : File.ReadAllText(value));
            if (pair.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256)
            {
                return pair;
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Said below, without what was given: it may be the key itself.
        }

        pair.Dispose();
        throw new ConfigurationException(setting, "is neither a PEM key of the curve P-256, unencrypted, nor a readable file with one");
    }

    private static bool HasPrivateHalf(ECDsa pair)
    {
        try
        {
            return pair.ExportParameters(includePrivateParameters: true).D is not null;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
