namespace Bench.Growth;

/// <summary>How much is stored of each.</summary>
internal sealed record Sizes(int Requests, int Accounts, int Events, int Activities)
{
    /// <summary>Enough for a page of each list.</summary>
    public static readonly Sizes Small = new(2500, 50, 200, 5000);

    /// <summary>Of one user, each from a list.</summary>
    public const int Coupons = 500;

    public int AuditEntries => 20 * Events;
}
