using System.Security.Cryptography;
using Hosting.Configuration;
using Hosting.Secrets;
using Sessions;

namespace LiveService.Tokens;

/// <summary>What stage tokens are signed with: <c>Live__TokenSecret</c>, or a key derived from <c>Jwt__Secret</c>. No access token is under it.</summary>
internal sealed record StageTokenKey(byte[] Value)
{
    private const string Key = "Live:TokenSecret";
    private const int Size = 32;

    private static readonly byte[] Purpose = "stage tokens"u8.ToArray();

    public static StageTokenKey From(IConfiguration configuration) => new(HKDF.DeriveKey(HashAlgorithmName.SHA256, Secret(configuration), Size, info: Purpose));

    private static byte[] Secret(IConfiguration configuration) => configuration[Key] is { Length: > 0 } given
        ? configuration.SecretBytes(Key, given)
        : JwtSettings.SecretOrNull(configuration) ?? throw new ConfigurationException(Key, "is missing, and so is Jwt__Secret, of which it could be derived");
}
