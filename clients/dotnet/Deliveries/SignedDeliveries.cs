using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Messaging.Client;

/// <summary>Verifies what the platform posts to the URL of a reward: that it knows the secret, and that it is of now.</summary>
/// <param name="secrets">Several while one is replaced.</param>
public sealed class SignedDeliveries(IReadOnlyCollection<string> secrets, TimeProvider? time = null)
{
    public const string TimestampHeader = "X-Webhook-Timestamp";
    public const string SignatureHeader = "X-Webhook-Signature";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly TimeProvider clock = time ?? TimeProvider.System;

    public SignedDeliveries(string secret, TimeProvider? time = null)
        : this([secret], time)
    {
    }

    /// <param name="timestamp">The header X-Webhook-Timestamp.</param>
    /// <param name="signature">The header X-Webhook-Signature.</param>
    /// <param name="body">As it came, byte for byte.</param>
    public bool Holds(string? timestamp, string? signature, ReadOnlySpan<byte> body)
    {
        if (signature is not { Length: HMACSHA256.HashSizeInBytes * 2 }
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || Math.Abs((double)clock.GetUtcNow().ToUnixTimeMilliseconds() - milliseconds) > Window.TotalMilliseconds)
        {
            return false;
        }

        byte[] signed = [.. Encoding.ASCII.GetBytes($"{timestamp}."), .. body];
        var given = Encoding.UTF8.GetBytes(signature.ToUpperInvariant());
        var holds = false;
        foreach (var secret in secrets)
        {
            var expected = Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
            holds |= CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), given);
        }

        return holds;
    }

    /// <inheritdoc cref="Holds"/>
    /// <returns>Null when it does not hold: answer 401 and do nothing.</returns>
    public GrantDelivery? Read(string? timestamp, string? signature, ReadOnlySpan<byte> body) =>
        Holds(timestamp, signature, body) ? JsonSerializer.Deserialize<GrantDelivery>(body, ClientJson.Options) : null;
}
