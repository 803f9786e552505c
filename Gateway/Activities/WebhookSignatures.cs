using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Gateway.Activities;

/// <summary>What a trusted server signs: the time and the body, under one of the configured secrets.</summary>
internal sealed class WebhookSignatures(WebhookSecrets secrets, TimeProvider time)
{
    public const string TimestampHeader = "X-Webhook-Timestamp";
    public const string SignatureHeader = "X-Webhook-Signature";

    private const int LongestTimestamp = 19;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    public static bool IsSigned(HttpRequest request) =>
        request.Headers.ContainsKey(TimestampHeader) || request.Headers.ContainsKey(SignatureHeader);

    public bool Verify(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var timestamp = Once(request.Headers[TimestampHeader]);
        var signature = new byte[HMACSHA256.HashSizeInBytes];
        var given = Once(request.Headers[SignatureHeader]);
        if (!IsCurrent(timestamp)
            || given.Length != signature.Length * 2
            || Convert.FromHexString(given, signature, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        byte[] signed = [.. Encoding.ASCII.GetBytes($"{timestamp}."), .. body];
        var holds = false;
        foreach (var secret in secrets.Values)
        {
            holds |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, signed), signature);
        }

        return holds;
    }

    /// <summary>Empty, which never holds, for a header that came twice or not at all.</summary>
    private static string Once(StringValues header) => header is [{ } value] ? value : "";

    private bool IsCurrent(string timestamp) =>
        timestamp.Length <= LongestTimestamp
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && Math.Abs((double)(time.GetUtcNow().ToUnixTimeMilliseconds() - milliseconds)) <= Window.TotalMilliseconds;
}
