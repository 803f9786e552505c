namespace Contracts.Users;

/// <summary>
/// Every permission, <c>noun:verb</c>: the one vocabulary of who may do what. A role is a set of them, by this table alone, so that
/// a token names roles and a change of what a role means needs no new token. What is one's own needs none.
/// </summary>
public static class Permissions
{
    public const string ActivitiesRead = "activities:read";
    public const string ActivitiesWrite = "activities:write";
    public const string AuditRead = "audit:read";
    public const string CampaignsRead = "campaigns:read";
    public const string CampaignsWrite = "campaigns:write";
    public const string EventsRead = "events:read";
    public const string EventsWrite = "events:write";
    public const string OperationsRead = "operations:read";
    public const string OperationsWrite = "operations:write";
    public const string RequestsDecide = "requests:decide";
    public const string RequestsRead = "requests:read";
    public const string RequestsRevoke = "requests:revoke";
    public const string RewardsWrite = "rewards:write";
    public const string StagesWrite = "stages:write";
    public const string UsersRead = "users:read";
    public const string UsersWrite = "users:write";
    public const string WalletsRead = "wallets:read";

    public static readonly IReadOnlyList<string> All =
    [
        ActivitiesRead, ActivitiesWrite, AuditRead, CampaignsRead, CampaignsWrite, EventsRead, EventsWrite, OperationsRead, OperationsWrite, RequestsDecide,
        RequestsRead, RequestsRevoke, RewardsWrite, StagesWrite, UsersRead, UsersWrite, WalletsRead,
    ];

    private static readonly IReadOnlyList<string> OfUser = [EventsRead];

    private static readonly IReadOnlyList<string> OfOperator =
    [
        ActivitiesRead, ActivitiesWrite, CampaignsRead, CampaignsWrite, EventsRead, EventsWrite, RequestsDecide, RequestsRead, RewardsWrite, StagesWrite,
        WalletsRead,
    ];

    private static readonly IReadOnlyList<string> OfAuditor = [ActivitiesRead, AuditRead, CampaignsRead, EventsRead, RequestsRead, WalletsRead];

    public static IReadOnlyList<string> Of(Role role) => role switch
    {
        Role.User => OfUser,
        Role.Operator => OfOperator,
        Role.Auditor => OfAuditor,
        Role.Admin => All,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "is no role"),
    };
}
