using System.Buffers.Text;
using System.Security.Cryptography;
using AuthService.Users;
using Hosting.Secrets;

namespace AuthService.Mails;

/// <summary>
/// Makes the tokens of links in mails: base64url of 32 random bytes. Kept is the hash; until its mail is sent the token itself
/// is kept too, sealed, so that each attempt sends the same mail.
/// </summary>
internal sealed class MailTokens([FromKeyedServices(MailTokens.Section)] SecretCipher cipher)
{
    public const string Section = "Accounts";

    private const int Bytes = 32;
    private static readonly int Characters = Base64Url.GetEncodedLength(Bytes);

    public NewMailToken Create(Guid mailId)
    {
        var bytes = RandomNumberGenerator.GetBytes(Bytes);
        return new NewMailToken(mailId, HashOf(bytes), cipher.Seal(Base64Url.EncodeToString(bytes), Purpose(mailId)));
    }

    /// <summary>Null when the key that it was sealed with is not configured.</summary>
    public string? Open(Guid mailId, string sealedToken) => cipher.TryOpen(sealedToken, Purpose(mailId), out var token) ? token : null;

    /// <summary>Null for a text that <see cref="Create"/> cannot have made.</summary>
    public static string? HashOf(string? token)
    {
        var bytes = new byte[Bytes];
        return token?.Length == Characters && Base64Url.IsValid(token, out var length) && length == Bytes && Base64Url.TryDecodeFromChars(token, bytes, out _)
            ? HashOf(bytes)
            : null;
    }

    private static string HashOf(byte[] bytes) => Base64Url.EncodeToString(SHA256.HashData(bytes));

    private static string Purpose(Guid mailId) => $"mail {mailId}";
}
