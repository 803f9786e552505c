namespace Gateway.Problems;

/// <summary>The HTTP status of every code, those of the services' refusals included.</summary>
internal static class ProblemCodes
{
    private static readonly Dictionary<string, int> Statuses = new()
    {
        ["MALFORMED_JSON"] = 400,
        ["VALIDATION_FAILED"] = 400,
        ["UNSUPPORTED_API_VERSION"] = 400,
        ["BAD_REQUEST"] = 400,
        ["UNAUTHENTICATED"] = 401,
        ["INVALID_CREDENTIALS"] = 401,
        ["INVALID_PASSWORD"] = 401,
        ["INVALID_REFRESH_TOKEN"] = 401,
        ["FORBIDDEN"] = 403,
        ["INVALID_SIGNATURE"] = 403,
        ["SELF_DECISION"] = 403,
        ["NOT_FOUND"] = 404,
        ["METHOD_NOT_ALLOWED"] = 405,
        ["REQUEST_TIMEOUT"] = 408,
        ["ALREADY_DECIDED"] = 409,
        ["ALREADY_REQUESTED"] = 409,
        ["CLAIM_LIMIT_REACHED"] = 409,
        ["COUPON_CODE_TAKEN"] = 409,
        ["EMAIL_TAKEN"] = 409,
        ["EVENT_ENDED"] = 409,
        ["EVENT_NOT_ACTIVE"] = 409,
        ["IDEMPOTENCY_IN_PROGRESS"] = 409,
        ["INVALID_STATE"] = 409,
        ["LAST_ADMIN"] = 409,
        ["NO_REWARDS"] = 409,
        ["REQUEST_LIMIT_REACHED"] = 409,
        ["REWARD_IN_USE"] = 409,
        ["SAME_OPERATOR"] = 409,
        ["TOO_MANY_REWARDS"] = 409,
        ["STALE_VERSION"] = 412,
        ["PAYLOAD_TOO_LARGE"] = 413,
        ["UNSUPPORTED_MEDIA_TYPE"] = 415,
        ["IDEMPOTENCY_KEY_REUSED"] = 422,
        ["NOT_ELIGIBLE"] = 422,
        ["RATE_LIMITED"] = 429,
        ["TOO_MANY_ATTEMPTS"] = 429,
        ["TOO_MANY_STREAMS"] = 429,
        ["INTERNAL_ERROR"] = 500,
        ["SERVICE_UNAVAILABLE"] = 503,
        ["NO_ANSWER"] = 504,
    };

    /// <summary>A code that a newer service knows and this Gateway does not was refused by some rule: 422.</summary>
    public static int StatusOf(string code) => Statuses.GetValueOrDefault(code, StatusCodes.Status422UnprocessableEntity);
}
