using System.Buffers.Text;
using System.Security.Cryptography;
using AuthService.Users;
using Hosting.Secrets;

namespace AuthService.Mails;

/// <summary>
/// Makes the tokens of links in mails: base64url of 32 random bytes, of an invitation behind the id of its team. Kept is the hash; until its mail is sent the token itself
/// is kept too, sealed, so that each attempt sends the same mail.
/// </summary>
internal sealed class MailTokens([FromKeyedServices(MailTokens.Section)] SecretCipher cipher)
{
    public const string Section = "Accounts";

    private const int Bytes = 32;
    private const int IdBytes = 16;

    /// <param name="about">By whose id it is found; null when by its hash.</param>
    public NewMailToken Create(Guid mailId, Guid? about = null)
    {
        byte[] bytes = [.. about?.ToByteArray() ?? [], .. RandomNumberGenerator.GetBytes(Bytes)];
        return new NewMailToken(mailId, HashOf(bytes), cipher.Seal(Base64Url.EncodeToString(bytes), Purpose(mailId)));
    }

    /// <summary>Null when the key that it was sealed with is not configured.</summary>
    public string? Open(Guid mailId, string sealedToken) => cipher.TryOpen(sealedToken, Purpose(mailId), out var token) ? token : null;

    /// <summary>Null for a text that <see cref="Create"/> cannot have made.</summary>
    public static string? HashOf(string? token) => Decode(token, Bytes) is { } bytes ? HashOf(bytes) : null;

    /// <summary>What the token is about, and its hash; null for a text that <see cref="Create"/> cannot have made with either.</summary>
    public static (Guid About, string Hash)? Read(string? token) =>
        Decode(token, IdBytes + Bytes) is { } bytes ? (new Guid(bytes.AsSpan(0, IdBytes)), HashOf(bytes)) : null;

    private static byte[]? Decode(string? token, int count)
    {
        var bytes = new byte[count];
        return token?.Length == Base64Url.GetEncodedLength(count) && Base64Url.IsValid(token, out var length) && length == count
            && Base64Url.TryDecodeFromChars(token, bytes, out _)
                ? bytes
                : null;
    }

    private static string HashOf(byte[] bytes) => Base64Url.EncodeToString(SHA256.HashData(bytes));

    private static string Purpose(Guid mailId) => $"mail {mailId}";
}
