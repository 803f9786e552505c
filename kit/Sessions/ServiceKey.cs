using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sessions;

/// <summary>A key of a service account: <c>msk_</c> and base64url of the account's id and 16 random bytes. Stored only as <see cref="Hash"/>.</summary>
public sealed record ServiceKey(Guid AccountId, string Text)
{
    public const string Prefix = "msk_";

    private const int IdBytes = 16;
    private const int Bytes = 2 * IdBytes;
    private static readonly int Characters = Base64Url.GetEncodedLength(Bytes);

    /// <summary>SHA-256, base64url.</summary>
    public string Hash => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Text)));

    public static ServiceKey Create(Guid accountId)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        accountId.TryWriteBytes(bytes);
        RandomNumberGenerator.Fill(bytes[IdBytes..]);
        return new ServiceKey(accountId, Prefix + Base64Url.EncodeToString(bytes));
    }

    /// <summary>Null for a text that <see cref="Create"/> cannot have made.</summary>
    public static ServiceKey? Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length != Prefix.Length + Characters)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[Bytes];
        var encoded = text.AsSpan(Prefix.Length);
        return Base64Url.IsValid(encoded, out var length) && length == Bytes && Base64Url.TryDecodeFromChars(encoded, bytes, out _)
            ? new ServiceKey(new Guid(bytes[..IdBytes]), text)
            : null;
    }

    /// <summary>Who prints it by mistake prints no key.</summary>
    public override string ToString() => $"{nameof(ServiceKey)} of {AccountId}";
}
