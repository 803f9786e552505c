namespace Contracts.Syncs;

/// <summary>Why a sync has failed.</summary>
public static class SyncErrors
{
    /// <summary>The platform takes the credentials for nobody's.</summary>
    public const string Unauthorized = "UNAUTHORIZED";

    /// <summary>For an hour nobody answered, or the address may not be called.</summary>
    public const string Unreachable = "UNREACHABLE";

    /// <summary>It does not speak as it should, or failed for an hour.</summary>
    public const string BadAnswer = "BAD_ANSWER";

    /// <summary>For an hour it wanted to be left alone.</summary>
    public const string RateLimited = "RATE_LIMITED";

    /// <summary>The account, or the configuration, was taken away.</summary>
    public const string NotConnected = "NOT_CONNECTED";

    /// <summary>The stored credentials cannot be opened.</summary>
    public const string KeyUnavailable = "KEY_UNAVAILABLE";
}
