using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AuthService.Sessions;

/// <summary>Base64url of user id, session id and 32 random bytes. Opaque to its holder; stored only as <see cref="Hash"/>.</summary>
internal sealed record RefreshToken(Guid UserId, Guid SessionId, string Text)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private const int IdBytes = 16;
    private const int Bytes = (2 * IdBytes) + 32;
    private static readonly int Characters = Base64Url.GetEncodedLength(Bytes);

    public string Hash => Base64Url.EncodeToString(HashBytes);

    private byte[] HashBytes => SHA256.HashData(Encoding.ASCII.GetBytes(Text));

    public static RefreshToken Create(Guid userId, Guid sessionId)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        userId.TryWriteBytes(bytes);
        sessionId.TryWriteBytes(bytes[IdBytes..]);
        RandomNumberGenerator.Fill(bytes[(2 * IdBytes)..]);
        return new RefreshToken(userId, sessionId, Base64Url.EncodeToString(bytes));
    }

    /// <summary>Null for a text that <see cref="Create"/> cannot have made.</summary>
    public static RefreshToken? Parse(string? text)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        return text?.Length == Characters && Base64Url.IsValid(text, out var length) && length == Bytes && Base64Url.TryDecodeFromChars(text, bytes, out _)
            ? new RefreshToken(new Guid(bytes[..IdBytes]), new Guid(bytes[IdBytes..(2 * IdBytes)]), text)
            : null;
    }

    /// <summary>Takes the same time wherever the hashes differ.</summary>
    public bool Matches(string hash) => CryptographicOperations.FixedTimeEquals(HashBytes, Base64Url.DecodeFromChars(hash));

    public override string ToString() => $"refresh token of user {UserId}";
}
