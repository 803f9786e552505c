using System.Security.Cryptography;
using System.Text;

namespace AuthService.LoginFailures;

/// <summary>Whose failures are counted, as a hash, and how many are one too many.</summary>
internal readonly record struct FailureKey(string Text, int Limit)
{
    public static FailureKey Of(string kind, string value, int limit) =>
        new($"{kind}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))}", limit);
}

/// <param name="Account">An e-mail, known or not; or the account of someone who is logged in.</param>
/// <param name="Address">Null when it is not known.</param>
internal sealed record LoginAttempt(FailureKey Account, FailureKey? Address)
{
    public const int FailuresOfOneAccount = 10;
    public const int FailuresOfOneAddress = 100;

    public static LoginAttempt Of(string? email, string? address) => new(
        FailureKey.Of("email", email ?? "", FailuresOfOneAccount),
        string.IsNullOrEmpty(address) ? null : FailureKey.Of("ip", address, FailuresOfOneAddress));

    /// <summary>Counted apart from the e-mail: strangers who fail to log in do not keep the user from changing the password.</summary>
    public static LoginAttempt Of(Guid userId) => new(FailureKey.Of("user", userId.ToString(), FailuresOfOneAccount), null);
}
