using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Contracts.Turn;

namespace LiveService.Turn;

/// <summary>
/// Makes and reads credentials as coturn's <c>use-auth-secret</c> has them: the username is an end, in seconds since 1970, and whose they
/// are; the credential is base64 of the HMAC-SHA1 of that.
/// </summary>
internal sealed class TurnSigner(TurnSettings settings, TimeProvider time)
{
    public TurnCredentials Sign(DateTimeOffset expiresAt, params IEnumerable<string> whose)
    {
        var username = string.Join(':', whose.Prepend(expiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        return new TurnCredentials(
            username, Convert.ToBase64String(Mac(settings.Secrets[0], username)), (int)TurnSettings.Lifetime.TotalSeconds, settings.Uris);
    }

    public TurnCredentialsVerified Verify(VerifyTurnCredentials message)
    {
        var nothing = new TurnCredentialsVerified(false, null, null, null);
        if (!IsSigned(message.Username, message.Credential))
        {
            TurnMetrics.CountFailure("credential");
            return nothing;
        }

        // Signed here, and so of the form that is made here.
        var parts = message.Username.Split(':');
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture));
        if (expiresAt <= time.GetUtcNow())
        {
            TurnMetrics.CountFailure("expired");
            return nothing;
        }

        return new TurnCredentialsVerified(true, IdAt(parts, 1), IdAt(parts, 2), expiresAt);
    }

    private static Guid? IdAt(string[] parts, int place) => parts.Length > place && Guid.TryParseExact(parts[place], "D", out var id) ? id : null;

    /// <summary>By any secret, in the same time whether it is or not.</summary>
    private bool IsSigned(string username, string credential)
    {
        var given = new byte[HMACSHA1.HashSizeInBytes];
        var isMac = Convert.TryFromBase64String(credential, given, out var length) && length == given.Length;
        var holds = false;
        foreach (var secret in settings.Secrets)
        {
            holds |= CryptographicOperations.FixedTimeEquals(Mac(secret, username), given);
        }

        return holds && isMac;
    }

    [SuppressMessage("Security", "CA5350", Justification = "The TURN REST API is defined over HMAC-SHA1.")]
    private static byte[] Mac(byte[] secret, string username) => HMACSHA1.HashData(secret, Encoding.UTF8.GetBytes(username));
}
