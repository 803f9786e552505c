using Contracts.Events;
using Gateway.Rewards;
using Http.OpenApi;
using Microsoft.OpenApi;

namespace Gateway;

/// <summary>What the API description says that no route does.</summary>
internal static class GatewayDescription
{
    private const string Ada = "01a22406-2064-75c2-ad59-f78275efc967";
    private const string Festival = "01a22406-245a-7329-ac11-fabb546f3d07";
    private const string Leaf = """{"fact":"purchase","measure":"SUM","field":"amount","where":{"shop":"berlin"},"op":">=","value":50}""";

    public static readonly ApiTexts Texts = new(
        "Events and rewards",
        "Operators publish events with rewards, users request them, approvals and grants follow asynchronously.",
        "The operators of this platform",
        "MIT",
        new Dictionary<string, string>
        {
            ["Accounts"] = "Who there is, what they may do, and all that is kept of them.",
            ["Sessions"] = "Signing in and out, the second factor, verified addresses and forgotten passwords.",
            ["Service accounts"] = "Accounts for machines, which call with a key.",
            ["Teams"] = "Users who do something together, by invitation.",
            ["Events"] = "What is held, when, and for whom: a condition over what users did.",
            ["Rewards"] = "What an event gives: points, items, coupons, badges.",
            ["Reward requests"] = "A user's request for the rewards of an event, its approval and what became of it.",
            ["Wallets"] = "What was granted: a ledger, and what it adds up to.",
            ["Activities"] = "What users did.",
            ["Stages"] = "Where somebody publishes and others watch, and for how long they did.",
            ["Rooms"] = "Where people talk to each other.",
            ["TURN"] = "Credentials for the servers over which browsers meet that cannot reach each other.",
            ["Operations"] = "What those look at who keep the platform running.",
            ["Audit"] = "Every change of configuration, role and password, and every decision.",
        },
        new Dictionary<string, string>
        {
            ["accessToken"] = "\"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...\"",
            ["action"] = "\"event.updated\"",
            ["actor"] = "\"system\"",
            ["amount"] = "100",
            ["before"] = "{\"name\":\"Spring\"}",
            ["after"] = "{\"name\":\"Spring festival\"}",
            ["badgeId"] = "\"early-bird\"",
            ["badges"] = "[\"early-bird\"]",
            ["byStatus"] = "{\"PENDING\":3,\"FULFILLED\":40}",
            ["couponCode"] = "\"SPRING-10\"",
            ["credential"] = "\"pFYzYnV1mDQ2F2Ckn0hEXAMPLE=\"",
            ["description"] = "\"Everyone who bought something.\"",
            ["currentPassword"] = "\"Reward-2026\"",
            ["email"] = "\"ada@example.com\"",
            ["error"] = "\"The store was away.\"",
            ["expiresIn"] = "900",
            ["itemId"] = "\"sword\"",
            ["key"] = "\"msk_AaIkBiBkdcKtWfeCde_EXAMPLE_EXAMPLE_EXAMPLEX\"",
            ["mfaRequired"] = "true",
            ["mfaToken"] = "\"q83vEXAMPLE\"",
            ["name"] = "\"Spring festival\"",
            ["newPassword"] = "\"Reward-2027\"",
            ["nextCursor"] = "null",
            ["op"] = "\">=\"",
            ["otpauthUri"] = "\"otpauth://totp/Messaging:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Messaging\"",
            ["password"] = "\"Reward-2026\"",
            ["permissions"] = "[\"events:read\"]",
            ["points"] = "100",
            ["qrCode"] = "\"data:image/png;base64,iVBORw0KGgo=\"",
            ["queue"] = "\"event.work.request-reward\"",
            ["reason"] = "\"The receipt is missing.\"",
            ["recoveryCodes"] = "[\"7Q2M-9XKD\"]",
            ["refreshToken"] = "\"AaIkBiBkdcKtWfeCde-EXAMPLE\"",
            ["roles"] = "[\"USER\"]",
            ["secret"] = "\"JBSWY3DPEHPK3PXP\"",
            ["target"] = $"\"event:{Festival}\"",
            ["timeZone"] = "\"Europe/Berlin\"",
            ["token"] = "\"q83vEXAMPLE\"",
            ["tokenType"] = "\"Bearer\"",
            ["traceId"] = "\"22ebb9f2fc3aa126c37e04af411e8b6a\"",
            ["ttl"] = "3600",
            ["uris"] = "[\"turn:turn.example.com:3478\"]",
            ["url"] = "\"https://shop.example.com/grants\"",
            ["urls"] = "[\"turn:turn.example.com:3478\"]",
            ["userId"] = $"\"{Ada}\"",
            ["username"] = $"\"1924992000:{Ada}\"",
            ["eventId"] = $"\"{Festival}\"",
            ["Activity.type"] = "\"purchase\"",
            ["Activity.key"] = "\"order-4711\"",
            ["Activity.data"] = "{\"amount\":59.9,\"shop\":\"berlin\"}",
            ["ActivityBody.type"] = "\"purchase\"",
            ["ActivityBody.key"] = "\"order-4711\"",
            ["ActivityBody.data"] = "{\"amount\":59.9,\"shop\":\"berlin\"}",
            ["ApproveRequestBody.reason"] = "\"As agreed.\"",
            ["ChangeEventBody.description"] = "null",
            ["ChangeEventBody.status"] = "\"PAUSED\"",
            ["ChangeProfileBody.name"] = "\"Ada\"",
            ["ChangeRewardBody.stock"] = "2000",
            ["ChangeStageBody.name"] = "\"Keynote\"",
            ["Condition"] = Leaf,
            ["ConfirmLogInBody.code"] = "\"287082\"",
            ["ConfirmMfaBody.code"] = "\"287082\"",
            ["CreateEventBody.condition"] = Leaf,
            ["CreateEventBody.periodStart"] = "\"2026-03-01T00:00:00+01:00\"",
            ["CreateEventBody.status"] = "\"ACTIVE\"",
            ["CreateRoomBody.access"] = "\"INVITED\"",
            ["DecisionResult.code"] = "null",
            ["DeliveryAttempt.error"] = "null",
            ["DeliveryAttempt.status"] = "204",
            ["EvaluatedCondition"] = $"{Leaf[..^1]},\"met\":true,\"actual\":59.9}}",
            ["InviteMemberBody.role"] = "\"MEMBER\"",
            ["IssueRoomTokenBody.permissions"] = "[\"audio\",\"data\"]",
            ["IssueStageTokenBody.capabilities"] = "[\"SUBSCRIBE\"]",
            ["IssueStageTokenBody.durationMinutes"] = "60",
            ["IssueTurnCredentialsBody.roomId"] = $"\"{Festival}\"",
            ["PermissionsResponse.roles"] = "{\"USER\":[\"events:read\"]}",
            ["RefreshSessionBody.refreshToken"] = "\"AaIkBiBkdcKtWfeCde-EXAMPLE\"",
            ["RegisterUserBody.name"] = "\"Ada\"",
            ["RemoveMfaBody.code"] = "\"287082\"",
            ["RoomParticipantDetails.permissions"] = "[\"audio\",\"data\"]",
            ["RoomTokenIssued.permissions"] = "[\"audio\",\"data\"]",
            ["RotateServiceKeyBody.overlapSeconds"] = "3600",
            ["StageTokenIssued.capabilities"] = "[\"SUBSCRIBE\"]",
            ["StageTokenDetails.capabilities"] = "[\"SUBSCRIBE\"]",
            ["TimelineEntry.reason"] = "null",
            ["UserDetails.name"] = "\"Ada\"",
            ["WalletCoupon.code"] = "\"SPRING-10\"",
        },
        document =>
        {
            RewardSchemas.AddTo(document);

            // Of a condition only what it holds is shown.
            ((OpenApiSchema)document.Components!.Schemas![nameof(EvaluatedCondition)]).Required = new HashSet<string> { "met" };
        });
}
