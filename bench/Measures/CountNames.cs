namespace Bench.Measures;

/// <summary>What results call the counts that tables show.</summary>
internal static class CountNames
{
    public const string Messages = "messages";
    public const string ConfirmedMessages = "confirmedMessages";

    /// <summary>Of transactions that wrote.</summary>
    public const string Commits = "commits";

    /// <summary>Those included that only read.</summary>
    public const string Transactions = "transactions";
    public const string Flushes = "walFlushes";
    public const string WalBytes = "walBytes";
}
