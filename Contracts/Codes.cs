namespace Contracts;

/// <summary>Every code with which a call is refused: stable, for programs. What HTTP makes of them is the Gateway's.</summary>
public static class Codes
{
    public const string AlreadyDecided = "ALREADY_DECIDED";
    public const string AlreadyRequested = "ALREADY_REQUESTED";
    public const string AlreadyVerified = "ALREADY_VERIFIED";
    public const string BadRequest = "BAD_REQUEST";
    public const string ClaimLimitReached = "CLAIM_LIMIT_REACHED";
    public const string CouponCodeTaken = "COUPON_CODE_TAKEN";
    public const string CouponExpired = "COUPON_EXPIRED";
    public const string EmailNotVerified = "EMAIL_NOT_VERIFIED";
    public const string EmailTaken = "EMAIL_TAKEN";
    public const string EventEnded = "EVENT_ENDED";
    public const string EventNotActive = "EVENT_NOT_ACTIVE";
    public const string Forbidden = "FORBIDDEN";
    public const string IdempotencyInProgress = "IDEMPOTENCY_IN_PROGRESS";
    public const string IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED";
    public const string InternalError = "INTERNAL_ERROR";
    public const string InvalidCode = "INVALID_CODE";
    public const string InvalidCredentials = "INVALID_CREDENTIALS";
    public const string InvalidMfaToken = "INVALID_MFA_TOKEN";
    public const string InvalidPassword = "INVALID_PASSWORD";
    public const string InvalidRefreshToken = "INVALID_REFRESH_TOKEN";
    public const string InvalidSignature = "INVALID_SIGNATURE";
    public const string InvalidStageToken = "INVALID_STAGE_TOKEN";
    public const string InvalidState = "INVALID_STATE";
    public const string InvalidToken = "INVALID_TOKEN";
    public const string LastAdmin = "LAST_ADMIN";
    public const string MalformedJson = "MALFORMED_JSON";
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";
    public const string MfaEnabled = "MFA_ENABLED";
    public const string NotEligible = "NOT_ELIGIBLE";
    public const string NotFound = "NOT_FOUND";
    public const string NoAnswer = "NO_ANSWER";
    public const string NoRewards = "NO_REWARDS";
    public const string PayloadTooLarge = "PAYLOAD_TOO_LARGE";
    public const string RateLimited = "RATE_LIMITED";
    public const string RequestLimitReached = "REQUEST_LIMIT_REACHED";
    public const string RequestTimeout = "REQUEST_TIMEOUT";
    public const string RewardInUse = "REWARD_IN_USE";
    public const string SameOperator = "SAME_OPERATOR";
    public const string SelfDecision = "SELF_DECISION";
    public const string ServiceUnavailable = "SERVICE_UNAVAILABLE";
    public const string SessionEnded = "SESSION_ENDED";
    public const string StageClosed = "STAGE_CLOSED";
    public const string StaleVersion = "STALE_VERSION";
    public const string TooManyAttempts = "TOO_MANY_ATTEMPTS";
    public const string TooManyRewards = "TOO_MANY_REWARDS";
    public const string TooManyStreams = "TOO_MANY_STREAMS";
    public const string TurnNotConfigured = "TURN_NOT_CONFIGURED";
    public const string TurnSessionsExceeded = "TURN_SESSIONS_EXCEEDED";
    public const string Unauthenticated = "UNAUTHENTICATED";
    public const string UnsupportedApiVersion = "UNSUPPORTED_API_VERSION";
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    public const string ValidationFailed = "VALIDATION_FAILED";
}
