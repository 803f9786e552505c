using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AuthService.Mails;
using AuthService.Users;
using Hosting.Secrets;

namespace AuthService.SecondFactors;

/// <summary>
/// The tokens of logins that wait for their second factor. Nothing is stored for them: a token is sealed, so that it tells its
/// holder nothing, and names user, time, and password and authenticator of then. A change of either ends it.
/// </summary>
internal sealed class PendingLogIns([FromKeyedServices(MailTokens.Section)] SecretCipher cipher, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(300);

    private const string Purpose = "mfa token";
    private const int LongestToken = 512;

    public string Begin(User user) => cipher.Seal(
        string.Create(CultureInfo.InvariantCulture, $"{user.Id} {time.GetUtcNow().UtcTicks} {CredentialsOf(user)}"), Purpose);

    /// <summary>Null for what is no such token, and when its time is over.</summary>
    public PendingLogIn? Open(string token)
    {
        if (token.Length > LongestToken || !cipher.TryOpen(token, Purpose, out var text) || text.Split(' ') is not [var userId, var ticks, var credentials])
        {
            return null;
        }

        var begunAt = new DateTimeOffset(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
        return time.GetUtcNow() < begunAt + Lifetime ? new PendingLogIn(userId, begunAt, credentials) : null;
    }

    /// <summary>Whether the login may still be confirmed: not after it was, nor after one that began later.</summary>
    public static bool Counts(PendingLogIn login, User user) =>
        Holds(login, user) && login.BegunAt > user.SecondFactor!.UsedLogInAt;

    /// <summary>Whether password and authenticator are still those that it was begun with.</summary>
    public static bool Holds(PendingLogIn login, User user) => user.HasSecondFactor() && login.Credentials == CredentialsOf(user);

    private static string CredentialsOf(User user) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.PasswordHash} {user.SecondFactor?.Secret}")));
}

/// <param name="Credentials">A hash of those that it was begun with.</param>
internal sealed record PendingLogIn(string UserId, DateTimeOffset BegunAt, string Credentials);
