using Hosting.Secrets;

namespace AuthService.LoginFailures;

/// <summary>Whose failures are counted, and how many are one too many.</summary>
/// <param name="Texts">
/// Keyed hashes, by each key of the configuration. Each has all failures that were counted while it was listed: an instance with other keys finds them by one of its own.
/// </param>
internal readonly record struct FailureKey(IReadOnlyList<string> Texts, int Limit)
{
    /// <summary>By the present key.</summary>
    public string Text => Texts[0];

    public static FailureKey Of(SecretCipher cipher, string kind, string value, int limit) =>
        new([.. cipher.Hash($"{kind} {value}").Select(hash => $"{kind}:{hash}")], limit);
}

/// <param name="Account">An e-mail, known or not; or the account of someone who is logged in.</param>
/// <param name="Address">Null when it is not known.</param>
internal sealed record LoginAttempt(FailureKey Account, FailureKey? Address)
{
    public const int FailuresOfOneAccount = 10;
    public const int FailuresOfOneAddress = 100;

    public static LoginAttempt Of(SecretCipher cipher, string? email, string? address) => new(
        FailureKey.Of(cipher, "email", email ?? "", FailuresOfOneAccount),
        string.IsNullOrEmpty(address) ? null : FailureKey.Of(cipher, "ip", address, FailuresOfOneAddress));

    /// <summary>Counted apart from the e-mail: strangers who fail to log in do not keep the user from changing the password.</summary>
    public static LoginAttempt Of(SecretCipher cipher, Guid userId) => new(FailureKey.Of(cipher, "user", userId.ToString(), FailuresOfOneAccount), null);
}
