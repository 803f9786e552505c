namespace OperatorsConsole.Operations;

/// <summary>What a part of the host is called by people.</summary>
public static class ComponentName
{
    /// <param name="key">As the host names it; of one that is not known it is the name.</param>
    public static string Of(string key) => key switch
    {
        "bootstrap" => "First administrator",
        "bus" => "Messages",
        "redis" => "Redis",
        "user_db" => "Store of accounts",
        "event_db" => "Store of events",
        "reward_db" => "Store of rewards",
        "campaign_db" => "Store of campaigns",
        "live_db" => "Store of stages and rooms",
        _ => key,
    };
}
