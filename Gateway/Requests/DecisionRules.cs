namespace Gateway.Requests;

/// <summary>Rules of form of decisions.</summary>
internal static class DecisionRules
{
    private const int LongestReason = 500;
    private const int MostIds = 100;

    public static void Reason(this Faults faults, string? reason) => faults.Text(reason, "reason", LongestReason);

    public static void RequiredReason(this Faults faults, string? reason) => faults.RequiredText(reason, "reason", LongestReason);

    public static void Ids(this Faults faults, IReadOnlyList<Guid>? ids)
    {
        if (faults.Requires(ids, "ids"))
        {
            faults.AddIf(ids.Count is 0 or > MostIds, "ids", $"has 1 to {MostIds} ids.");
        }
    }
}
