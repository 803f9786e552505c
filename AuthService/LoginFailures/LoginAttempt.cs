using System.Security.Cryptography;
using System.Text;

namespace AuthService.LoginFailures;

/// <summary>Whose failures are counted, as a hash, and how many are one too many.</summary>
internal readonly record struct FailureKey(string Text, int Limit)
{
    public static FailureKey Of(string kind, string value, int limit) =>
        new($"{kind}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))}", limit);
}

/// <param name="Address">Null when it is not known.</param>
internal sealed record LoginAttempt(FailureKey Email, FailureKey? Address)
{
    public const int FailuresOfOneEmail = 10;
    public const int FailuresOfOneAddress = 100;

    public static LoginAttempt Of(string? email, string? address) => new(
        FailureKey.Of("email", email ?? "", FailuresOfOneEmail),
        string.IsNullOrEmpty(address) ? null : FailureKey.Of("ip", address, FailuresOfOneAddress));
}
