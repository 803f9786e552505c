namespace OperatorsConsole.Connections;

/// <summary>Why a sync failed, in words. A code that this version does not know stands for itself.</summary>
public static class SyncFault
{
    public static string Of(string code) => code switch
    {
        "UNAUTHORIZED" => "the platform does not take the credentials",
        "RATE_LIMITED" => "the platform had enough for an hour",
        "BAD_ANSWER" => "what the platform answered makes no sense",
        "UNREACHABLE" => "nobody answered at its address",
        "NOT_CONNECTED" => "the account or the configuration was taken away",
        "KEY_UNAVAILABLE" => "the key of its credentials is not there",
        _ => code,
    };
}
