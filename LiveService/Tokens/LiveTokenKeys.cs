using System.Security.Cryptography;
using System.Text;
using Hosting.Configuration;
using Hosting.Secrets;
using Sessions;

namespace LiveService.Tokens;

/// <summary>What the tokens of this service are signed with, a key for each kind: derived from <c>Live__TokenSecret</c>, or from <c>Jwt__Secret</c>. No access token is under one.</summary>
internal sealed class LiveTokenKeys(byte[] secret)
{
    private const string Key = "Live:TokenSecret";
    private const int Size = 32;

    public static LiveTokenKeys From(IConfiguration configuration) => new(configuration[Key] is { Length: > 0 } given
        ? configuration.SecretBytes(Key, given)
        : JwtSettings.SecretOrNull(configuration) ?? throw new ConfigurationException(Key, "is missing, and so is Jwt__Secret, of which it could be derived"));

    public byte[] For(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Size, info: Encoding.UTF8.GetBytes(purpose));
}
