using Contracts;

namespace Gateway.Answers;

/// <summary>The HTTP status of every code with which a rule of the product refuses.</summary>
internal static class RefusalStatuses
{
    public static readonly IReadOnlyDictionary<string, int> ByCode = new Dictionary<string, int>
    {
        ["INVALID_CREDENTIALS"] = 401,
        ["INVALID_PASSWORD"] = 401,
        ["INVALID_REFRESH_TOKEN"] = 401,
        ["INVALID_SIGNATURE"] = 403,
        ["SELF_DECISION"] = 403,
        ["ALREADY_DECIDED"] = 409,
        ["ALREADY_REQUESTED"] = 409,
        ["CLAIM_LIMIT_REACHED"] = 409,
        ["COUPON_CODE_TAKEN"] = 409,
        ["EMAIL_TAKEN"] = 409,
        ["EVENT_ENDED"] = 409,
        ["EVENT_NOT_ACTIVE"] = 409,
        ["INVALID_STATE"] = 409,
        ["LAST_ADMIN"] = 409,
        ["NO_REWARDS"] = 409,
        ["REQUEST_LIMIT_REACHED"] = 409,
        ["REWARD_IN_USE"] = 409,
        ["SAME_OPERATOR"] = 409,
        ["TOO_MANY_REWARDS"] = 409,
        ["STALE_VERSION"] = 412,
        ["NOT_ELIGIBLE"] = 422,
        ["TOO_MANY_ATTEMPTS"] = 429,
        ["TOO_MANY_STREAMS"] = 429,
    };

    public static Problem ToProblem(this Refused refused) => new(refused.Code, refused.Detail, refused.Errors, refused.Data);
}
