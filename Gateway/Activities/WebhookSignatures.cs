using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Activities;

/// <summary>What a trusted server signs: the time and the body, under one of the configured secrets.</summary>
internal sealed class WebhookSignatures(IConfiguration configuration, TimeProvider time)
{
    public const string TimestampHeader = "X-Webhook-Timestamp";
    public const string SignatureHeader = "X-Webhook-Signature";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Several, so that one can be replaced without a pause. None: every webhook is refused.</summary>
    private readonly byte[][] secrets =
    [
        .. configuration.GetSection("Webhooks:Secrets").GetChildren()
            .Select(secret => secret.Value)
            .Where(secret => !string.IsNullOrWhiteSpace(secret))
            .Select(secret => Encoding.UTF8.GetBytes(secret!)),
    ];

    public static bool IsSigned(HttpRequest request) =>
        request.Headers.ContainsKey(TimestampHeader) || request.Headers.ContainsKey(SignatureHeader);

    public bool Verify(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var timestamp = request.Headers[TimestampHeader].ToString();
        var signature = new byte[HMACSHA256.HashSizeInBytes];
        var given = request.Headers[SignatureHeader].ToString();
        if (!IsCurrent(timestamp)
            || given.Length != signature.Length * 2
            || Convert.FromHexString(given, signature, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        byte[] signed = [.. Encoding.ASCII.GetBytes($"{timestamp}."), .. body];
        var holds = false;
        foreach (var secret in secrets)
        {
            holds |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, signed), signature);
        }

        return holds;
    }

    private bool IsCurrent(string timestamp) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && Math.Abs((double)(time.GetUtcNow().ToUnixTimeMilliseconds() - milliseconds)) <= Window.TotalMilliseconds;
}
