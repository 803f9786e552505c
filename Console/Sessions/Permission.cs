namespace OperatorsConsole.Sessions;

/// <summary>The API's words for what may be done, as far as screens ask for them.</summary>
public static class Permission
{
    public const string EventsRead = "events:read";
    public const string EventsWrite = "events:write";
    public const string RewardsWrite = "rewards:write";
    public const string RequestsRead = "requests:read";
    public const string RequestsDecide = "requests:decide";
    public const string RequestsRevoke = "requests:revoke";
    public const string UsersRead = "users:read";
    public const string UsersWrite = "users:write";
    public const string WalletsRead = "wallets:read";
    public const string ActivitiesRead = "activities:read";
    public const string OperationsRead = "operations:read";
    public const string OperationsWrite = "operations:write";
    public const string StagesWrite = "stages:write";
    public const string AuditRead = "audit:read";
    public const string CampaignsRead = "campaigns:read";
    public const string CampaignsWrite = "campaigns:write";
}
