using System.Security.Cryptography;
using System.Text;
using Contracts;

namespace CampaignService.Credentials;

/// <summary>
/// Seals and opens the credentials of accounts. What is sealed is bound to its owner, platform and account, which the id of the
/// document names: copied to another record it opens nowhere.
/// </summary>
internal sealed class SealedCredentials(CredentialKeys keys, ILogger<SealedCredentials> logger)
{
    private static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;

    /// <param name="accountId">The id of the document, <see cref="ConnectedAccount.IdOf"/>.</param>
    /// <param name="credentials">JSON as UTF-8.</param>
    public Envelope Seal(string accountId, ReadOnlySpan<byte> credentials)
    {
        var dataKey = RandomNumberGenerator.GetBytes(CredentialKey.Size);
        try
        {
            return new Envelope(
                keys.Newest.Id,
                Encrypt(keys.Newest.Bytes, dataKey, KeyContext(keys.Newest.Id, accountId)),
                Encrypt(dataKey, credentials, Context(accountId)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    /// <summary>The credentials of a connected account, JSON as UTF-8; or why they cannot be had.</summary>
    public (byte[]? Credentials, Refused? Refusal) Open(ConnectedAccount account)
    {
        if (account.Sealed is not { } envelope || keys.Find(envelope.KeyId) is not { } key)
        {
            return (null, Refusals.KeyUnavailable);
        }

        var dataKey = Unwrap(account.Id, envelope);
        var credentials = dataKey is null ? null : Decrypt(dataKey, envelope.Credentials, Context(account.Id));
        CryptographicOperations.ZeroMemory(dataKey);
        if (credentials is null)
        {
            logger.LogError("The stored credentials of connection {ConnectionId} were changed, or are of another record, or key {KeyId} is another than the one of that name", account.ConnectionId, key.Id);
            return (null, Refusals.KeyUnavailable);
        }

        return (credentials, null);
    }

    /// <summary>Whether the key that wraps the account's is here: that key, not only its name.</summary>
    public bool MayOpen(ConnectedAccount account)
    {
        var dataKey = account.Sealed is { } envelope ? Unwrap(account.Id, envelope) : null;
        CryptographicOperations.ZeroMemory(dataKey);
        return dataKey is not null;
    }

    /// <summary>With the data key wrapped by another key; null when it cannot be unwrapped.</summary>
    public Envelope? Rewrap(string accountId, Envelope envelope, CredentialKey target)
    {
        if (Unwrap(accountId, envelope) is not { } dataKey)
        {
            return null;
        }

        try
        {
            return envelope with { KeyId = target.Id, DataKey = Encrypt(target.Bytes, dataKey, KeyContext(target.Id, accountId)) };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    private byte[]? Unwrap(string accountId, Envelope envelope) =>
        keys.Find(envelope.KeyId) is { } key ? Decrypt(key.Bytes, envelope.DataKey, KeyContext(key.Id, accountId)) : null;

    private static byte[] Context(string accountId) => Encoding.UTF8.GetBytes($"credentials v1\n{accountId}");

    private static byte[] KeyContext(string keyId, string accountId) => Encoding.UTF8.GetBytes($"data key v1\n{keyId}\n{accountId}");

    private static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, byte[] context)
    {
        var box = new byte[NonceSize + TagSize + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), context);
        return box;
    }

    /// <summary>Null when the box was changed, or is of another key or context.</summary>
    private static byte[]? Decrypt(byte[] key, byte[] box, byte[] context)
    {
        if (box.Length < NonceSize + TagSize)
        {
            return null;
        }

        var plain = new byte[box.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(box.AsSpan(0, NonceSize), box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), plain, context);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
