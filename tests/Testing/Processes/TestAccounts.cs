namespace Testing.Processes;

public static class TestAccounts
{
    public const string AdminEmail = "admin@example.com";

    public const string AdminPassword = "First-admin-1";

    public const string TurnSecret = "a-turn-secret-of-the-tests-of-32-bytes";

    public const string CredentialsKey = "dGVzdHMtb25seS1hLWtleS1vZi0zMi1ieXRlcy4uLi4=";

    public const string TurnServiceKey = "a-service-key-of-the-tests-of-32-bytes";

    /// <summary>What every host under test is given besides its connections.</summary>
    public static Dictionary<string, string> Environment => new()
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["Bootstrap__AdminEmail"] = AdminEmail,
        ["Bootstrap__AdminPassword"] = AdminPassword,
        // Tests of what happens when there is no answer in time say so; the others ask much at once of a machine that may be slow.
        ["Messaging__RequestTimeoutMilliseconds"] = "15000",
        ["Jwt__Secret"] = "a-secret-of-the-tests-with-more-than-32-bytes",
        ["Passwords__Iterations"] = "1000",
        ["Credentials__Keys__0"] = $"first:{CredentialsKey}",
        ["Turn__Secrets__0"] = TurnSecret,
        ["Turn__Uris__0"] = "turn:127.0.0.1:3478",
        ["Turn__ServiceKey"] = TurnServiceKey,
        ["RateLimits__Ip"] = "0",
        ["RateLimits__User"] = "0",
        ["RateLimits__Admin"] = "0",
        ["RateLimits__TokenIssue"] = "0",
        ["Live__RoomsPerMinute"] = "0",
        ["Live__ConnectionsPerMinute"] = "0",
    };
}
