using System.Text.Json;
using System.Text.Json.Serialization;
using Contracts.Events;

namespace Gateway.Events;

/// <summary>At most so many claims of a user in each period of the event's time zone.</summary>
internal sealed record ClaimLimitBody
{
    [Shape(Words = typeof(ClaimSpan))]
    public string? Per { get; init; }

    public int? Max { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    public void Check(Faults faults)
    {
        faults.Unknown(Unknown, "claimLimit.");
        if (faults.Requires(Per, "claimLimit.per"))
        {
            faults.Word<ClaimSpan>(Per, "claimLimit.per");
        }

        faults.Requires(Max, "claimLimit.max");
    }

    /// <summary>What is missing or is no word has its fault already.</summary>
    public ClaimLimit ToClaimLimit() => new(Words.Parse<ClaimSpan>(Per) ?? default, Max ?? 1);
}
