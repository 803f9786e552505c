using AuthService.Mails;
using AuthService.Users;
using Hosting.Secrets;
using OtpNet;

namespace AuthService.SecondFactors;

/// <summary>The codes of authenticators: RFC 6238 with SHA-1, 6 digits, 30 seconds, one step either way.</summary>
internal sealed class SecondFactorCodes(
    [FromKeyedServices(MailTokens.Section)] SecretCipher cipher, SecondFactorSettings settings, TimeProvider time)
{
    private const int SecretBytes = 20;
    private const int StepSeconds = 30;
    private const int Digits = 6;

    private static readonly VerificationWindow OneStep = new(previous: 1, future: 1);

    public static string MakeSecret() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(SecretBytes));

    public string Seal(User user, string secret) => cipher.Seal(secret, Purpose(user));

    /// <summary>Throws when the key that it was sealed with is not configured.</summary>
    public string Open(User user) => cipher.TryOpen(user.SecondFactor!.Secret, Purpose(user), out var secret)
        ? secret
        : throw new InvalidOperationException($"The second factor of user {user.Id} does not open: the key that it was sealed with is not configured.");

    public string UriOf(User user, string secret) =>
        new OtpUri(OtpType.Totp, secret, user.Email, settings.Issuer, OtpHashMode.Sha1, Digits, StepSeconds).ToString();

    /// <summary>What the code is to a user who has begun a second factor. A recovery code needs no secret opened.</summary>
    public SecondFactorCode Read(User user, string code) => RecoveryCodes.HashOf(code) is { } hash
        ? new SecondFactorCode(null, hash)
        : new SecondFactorCode(StepOf(user, code.Trim()), null);

    private long? StepOf(User user, string code)
    {
        if (code.Length != Digits || !code.All(char.IsAsciiDigit))
        {
            return null;
        }

        var totp = new Totp(Base32Encoding.ToBytes(Open(user)), StepSeconds, OtpHashMode.Sha1, Digits);
        return totp.VerifyTotp(time.GetUtcNow().UtcDateTime, code, out var step, OneStep) ? step : null;
    }

    private static string Purpose(User user) => $"mfa {user.Id}";
}
