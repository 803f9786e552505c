using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hosting.Secrets;

/// <summary>
/// Encrypts what one host takes in and another needs, so that nothing between them holds it readable. AES-256-GCM; the
/// text names its key: <c>v1.{key id}.{nonce, tag and ciphertext in base64url}</c>.
/// </summary>
public sealed class SecretCipher
{
    private const string KeyName = "EncryptionKey";
    private const string Form = "v1";

    /// <summary>In bytes.</summary>
    public const int KeySize = 32;

    private const int IdSize = 4;
    private const int HashSize = 12;
    private static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;

    private readonly Dictionary<string, byte[]> keys = new(StringComparer.Ordinal);
    private readonly List<byte[]> hashKeys = [];
    private readonly string current;

    /// <param name="current">Encrypts, and decrypts what it encrypted.</param>
    /// <param name="previous">Only decrypt.</param>
    public SecretCipher(byte[] current, params IEnumerable<byte[]> previous)
    {
        this.current = Add(current);
        foreach (var key in previous)
        {
            Add(key);
        }
    }

    /// <summary>
    /// The key of the setting <c>{section}__EncryptionKey</c>, or one derived from another secret where that is absent. Those
    /// of <c>PreviousEncryptionKeys</c> and <c>PreviousJwtSecrets</c>, and the derived one, still decrypt.
    /// </summary>
    /// <param name="fallback">The access tokens' secret, from which a key is derived; null where there is none.</param>
    public static SecretCipher From(IConfiguration configuration, string section, byte[]? fallback) =>
        Find(configuration, section, fallback)
        ?? throw new ConfigurationException($"{section}:{KeyName}", "is missing, and so is Jwt__Secret, from which it would be derived");

    /// <summary>The same; null when no key is configured.</summary>
    internal static SecretCipher? Find(IConfiguration configuration, string section, byte[]? fallback)
    {
        byte[][] previous =
        [
            .. Values(configuration, $"{section}:PreviousEncryptionKeys").Select(key => Parse(key.Path, key.Value!)),
            .. Values(configuration, $"{section}:PreviousJwtSecrets").Select(secret => Derive(section, Encoding.UTF8.GetBytes(secret.Value!))),
        ];
        var name = $"{section}:{KeyName}";
        configuration.RefuseKnown(name, configuration[name]);
        var derived = fallback is null ? null : Derive(section, fallback);
        return configuration[name] is { Length: > 0 } text ? new SecretCipher(Parse(name, text), derived is null ? previous : [.. previous, derived])
            : derived is not null ? new SecretCipher(derived, previous)
            : null;
    }

    /// <param name="context">What the secret is for: it opens with the same context only.</param>
    public string Seal(string secret, string context)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(keys[current], TagSize);
        aes.Encrypt(
            box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), Encoding.UTF8.GetBytes(context));
        return $"{Form}.{current}.{Base64Url.EncodeToString(box)}";
    }

    /// <summary>False when its key is not configured, or it was changed or sealed for something else.</summary>
    public bool TryOpen(string sealedSecret, string context, out string secret)
    {
        secret = "";
        var parts = sealedSecret.Split('.');
        if (parts is not [Form, var id, var text] || !keys.TryGetValue(id, out var key) || !Base64Url.IsValid(text))
        {
            return false;
        }

        var box = Base64Url.DecodeFromChars(text);
        if (box.Length < NonceSize + TagSize)
        {
            return false;
        }

        var plain = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(
                box.AsSpan(0, NonceSize), box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(context));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        secret = Encoding.UTF8.GetString(plain);
        return true;
    }

    /// <summary>
    /// By which equal secrets are found without being opened: a keyed hash by each key, the present one's first, of 12 bytes in base64url.
    /// </summary>
    public IReadOnlyList<string> Hash(string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        return [.. hashKeys.Select(key => Base64Url.EncodeToString(HMACSHA256.HashData(key, plain).AsSpan(0, HashSize)))];
    }

    private static IEnumerable<IConfigurationSection> Values(IConfiguration configuration, string name) =>
        configuration.GetSection(name).GetChildren().Where(section => !string.IsNullOrEmpty(section.Value));

    private static byte[] Derive(string section, byte[] secret) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, info: Encoding.UTF8.GetBytes($"messaging {section.ToLowerInvariant()} secrets"));

    private static byte[] Parse(string name, string text)
    {
        var key = new byte[KeySize];
        return Convert.TryFromBase64String(text, key, out var size) && size == KeySize
            ? key
            : throw new ConfigurationException(name, $"is not base64 of {KeySize} bytes; openssl rand -base64 {KeySize} makes one");
    }

    private string Add(byte[] key)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, IdSize));
        if (keys.TryAdd(id, key))
        {
            hashKeys.Add(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeySize, info: "look-up"u8.ToArray()));
        }

        return id;
    }
}
