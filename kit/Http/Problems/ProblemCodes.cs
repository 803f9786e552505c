namespace Http.Problems;

/// <summary>The HTTP status of every code: of those that any API has, and of the product's.</summary>
public sealed class ProblemCodes(IReadOnlyDictionary<string, int> product)
{
    private static readonly Dictionary<string, int> General = new()
    {
        ["MALFORMED_JSON"] = 400,
        ["VALIDATION_FAILED"] = 400,
        ["UNSUPPORTED_API_VERSION"] = 400,
        ["BAD_REQUEST"] = 400,
        ["UNAUTHENTICATED"] = 401,
        ["FORBIDDEN"] = 403,
        ["NOT_FOUND"] = 404,
        ["METHOD_NOT_ALLOWED"] = 405,
        ["REQUEST_TIMEOUT"] = 408,
        ["IDEMPOTENCY_IN_PROGRESS"] = 409,
        ["PAYLOAD_TOO_LARGE"] = 413,
        ["UNSUPPORTED_MEDIA_TYPE"] = 415,
        ["IDEMPOTENCY_KEY_REUSED"] = 422,
        ["RATE_LIMITED"] = 429,
        ["INTERNAL_ERROR"] = 500,
        ["SERVICE_UNAVAILABLE"] = 503,
        ["NO_ANSWER"] = 504,
    };

    public IEnumerable<string> All => General.Keys.Concat(product.Keys);

    /// <summary>Throws for a code that nobody declared.</summary>
    public int StatusOf(string code) =>
        General.TryGetValue(code, out var status) || product.TryGetValue(code, out status)
            ? status
            : throw new ArgumentException($"No HTTP status is declared for the code {code}.", nameof(code));
}
