using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OperatorsConsole.Sessions;

/// <summary>
/// What a cookie opens. The cookie holds the key, the vault what it seals under a name that does not tell the key: whoever reads
/// the vault alone can open nothing, and a page or a log has neither.
/// </summary>
internal sealed class SealedSecrets(IVault vault)
{
    private const int KeySize = 32;
    private const string Mark = "deed";

    private static readonly int KeyLength = Base64Url.GetEncodedLength(KeySize);

    public static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeySize));

    public Task Keep(string key, string secret, TimeSpan lifetime) => vault.Put(Name(key), Seal(key, secret), lifetime);

    /// <summary>Where something is kept still.</summary>
    public Task Replace(string key, string secret, TimeSpan lifetime) => vault.Replace(Name(key), Seal(key, secret), lifetime);

    /// <summary>Null when there is nothing, or nothing that this key opens.</summary>
    public async Task<string?> Find(string key)
    {
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        if (!IsKey(key) || await vault.Get(Name(key)) is not { } kept || kept.Length < nonceSize + tagSize)
        {
            return null;
        }

        using var cipher = new AesGcm(Derive(key, "seal"), tagSize);
        var text = new byte[kept.Length - nonceSize - tagSize];
        try
        {
            cipher.Decrypt(kept.AsSpan(0, nonceSize), kept.AsSpan(nonceSize + tagSize), kept.AsSpan(nonceSize, tagSize), text);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(text);
    }

    public async Task Forget(string key)
    {
        if (IsKey(key))
        {
            await vault.Remove(Name(key));
            await vault.Remove(Name(key, Mark));
        }
    }

    /// <summary>Keeps a moment beside the secret; it says nothing, and is not sealed.</summary>
    public Task KeepMoment(string key, DateTimeOffset moment, TimeSpan lifetime) => vault.Put(Name(key, Mark), BitConverter.GetBytes(moment.UtcTicks), lifetime);

    /// <summary>Null when there is none.</summary>
    public async Task<DateTimeOffset?> FindMoment(string key) =>
        IsKey(key) && await vault.Get(Name(key, Mark)) is { Length: sizeof(long) } kept ? new DateTimeOffset(BitConverter.ToInt64(kept), TimeSpan.Zero) : null;

    private static byte[] Seal(string key, string secret)
    {
        using var cipher = new AesGcm(Derive(key, "seal"), AesGcm.TagByteSizes.MaxSize);
        var text = Encoding.UTF8.GetBytes(secret);
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        var hidden = new byte[text.Length];
        cipher.Encrypt(nonce, text, hidden, tag);
        return [.. nonce, .. tag, .. hidden];
    }

    private static bool IsKey(string key) => key.Length == KeyLength && Base64Url.IsValid(key, out var size) && size == KeySize;

    private static string Name(string key, string of = "session") => $"console:{of}:{Convert.ToHexStringLower(Derive(key, "name"))}";

    private static byte[] Derive(string key, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Base64Url.DecodeFromChars(key), KeySize, info: Encoding.UTF8.GetBytes($"console {purpose}"));
}
