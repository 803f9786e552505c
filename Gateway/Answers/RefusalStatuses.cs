namespace Gateway.Answers;

/// <summary>The HTTP status of every code with which a rule of the product refuses.</summary>
internal static class RefusalStatuses
{
    public static readonly IReadOnlyDictionary<string, int> ByCode = new Dictionary<string, int>
    {
        [Codes.InvalidCode] = 400,
        [Codes.InvalidToken] = 400,
        [Codes.UnknownKind] = 400,
        [Codes.InvalidCredentials] = 401,
        [Codes.InvalidMfaToken] = 401,
        [Codes.InvalidPassword] = 401,
        [Codes.InvalidRefreshToken] = 401,
        [Codes.InvalidRoomToken] = 401,
        [Codes.InvalidStageToken] = 401,
        [Codes.EmailNotVerified] = 403,
        [Codes.InvalidSignature] = 403,
        [Codes.SelfDecision] = 403,
        [Codes.WrongAccount] = 403,
        [Codes.NoSuchPeer] = 404,
        [Codes.AlreadyDecided] = 409,
        [Codes.AlreadyMember] = 409,
        [Codes.AlreadyRequested] = 409,
        [Codes.AlreadyVerified] = 409,
        [Codes.ClaimLimitReached] = 409,
        [Codes.ConfigInUse] = 409,
        [Codes.CouponCodeTaken] = 409,
        [Codes.CouponExpired] = 409,
        [Codes.EmailTaken] = 409,
        [Codes.EventEnded] = 409,
        [Codes.EventNotActive] = 409,
        [Codes.InvalidState] = 409,
        [Codes.KeyUnavailable] = 409,
        [Codes.LastAdmin] = 409,
        [Codes.LastOwner] = 409,
        [Codes.MfaEnabled] = 409,
        [Codes.NoRewards] = 409,
        [Codes.NotInRoom] = 409,
        [Codes.RequestLimitReached] = 409,
        [Codes.RewardInUse] = 409,
        [Codes.RoomClosed] = 409,
        [Codes.RoomFull] = 409,
        [Codes.SameOperator] = 409,
        [Codes.SessionEnded] = 409,
        [Codes.StageClosed] = 409,
        [Codes.TooManyRewards] = 409,
        [Codes.TurnSessionsExceeded] = 409,
        [Codes.StaleVersion] = 412,
        [Codes.TooLarge] = 413,
        [Codes.NotEligible] = 422,
        [Codes.TooManyAttempts] = 429,
        [Codes.TooManyStreams] = 429,
        [Codes.TurnNotConfigured] = 503,
    };

    public static Problem ToProblem(this Refused refused) => new(refused.Code, refused.Detail, refused.Errors, refused.Data);
}
