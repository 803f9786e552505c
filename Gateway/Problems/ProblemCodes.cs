using Contracts;

namespace Gateway.Problems;

/// <summary>The HTTP status of every code, those of the services' refusals included.</summary>
internal static class ProblemCodes
{
    private static readonly Dictionary<string, int> Statuses = new()
    {
        [Codes.MalformedJson] = 400,
        [Codes.ValidationFailed] = 400,
        [Codes.UnsupportedApiVersion] = 400,
        [Codes.BadRequest] = 400,
        [Codes.Unauthenticated] = 401,
        [Codes.InvalidCredentials] = 401,
        [Codes.InvalidPassword] = 401,
        [Codes.InvalidRefreshToken] = 401,
        [Codes.Forbidden] = 403,
        [Codes.InvalidSignature] = 403,
        [Codes.SelfDecision] = 403,
        [Codes.NotFound] = 404,
        [Codes.MethodNotAllowed] = 405,
        [Codes.RequestTimeout] = 408,
        [Codes.AlreadyDecided] = 409,
        [Codes.AlreadyRequested] = 409,
        [Codes.ClaimLimitReached] = 409,
        [Codes.CouponCodeTaken] = 409,
        [Codes.EmailTaken] = 409,
        [Codes.EventEnded] = 409,
        [Codes.EventNotActive] = 409,
        [Codes.IdempotencyInProgress] = 409,
        [Codes.InvalidState] = 409,
        [Codes.LastAdmin] = 409,
        [Codes.NoRewards] = 409,
        [Codes.RequestLimitReached] = 409,
        [Codes.RewardInUse] = 409,
        [Codes.SameOperator] = 409,
        [Codes.TooManyRewards] = 409,
        [Codes.StaleVersion] = 412,
        [Codes.PayloadTooLarge] = 413,
        [Codes.UnsupportedMediaType] = 415,
        [Codes.IdempotencyKeyReused] = 422,
        [Codes.NotEligible] = 422,
        [Codes.RateLimited] = 429,
        [Codes.TooManyAttempts] = 429,
        [Codes.TooManyStreams] = 429,
        [Codes.InternalError] = 500,
        [Codes.ServiceUnavailable] = 503,
        [Codes.NoAnswer] = 504,
    };

    public static IReadOnlyCollection<string> All => Statuses.Keys;

    public static int StatusOf(string code) =>
        Statuses.TryGetValue(code, out var status) ? status : throw new InvalidOperationException($"Nobody has declared the code {code}.");
}
