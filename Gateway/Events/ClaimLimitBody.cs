using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts.Events;

namespace Gateway.Events;

/// <summary>At most so many claims of a user in each period of the event's time zone.</summary>
internal sealed record ClaimLimitBody
{
    private const int MostClaims = 1000;

    private static readonly string[] Periods = ["ONCE", "DAY", "WEEK"];

    /// <summary>ONCE, DAY or WEEK.</summary>
    public string? Per { get; init; }

    public int? Max { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public void Check(Faults faults)
    {
        foreach (var field in Unknown?.Keys ?? Enumerable.Empty<string>())
        {
            faults.Add($"claimLimit.{field}", "is not a known field.");
        }

        if (faults.Requires(Per, "claimLimit.per"))
        {
            faults.AddIf(!Periods.Contains(Per), "claimLimit.per", $"is one of {string.Join(", ", Periods)}.");
        }

        if (faults.Requires(Max, "claimLimit.max"))
        {
            faults.Range(Max, "claimLimit.max", 1, MostClaims);
        }
    }

    public ClaimLimit ToClaimLimit() => new(Per!, Max!.Value);
}
