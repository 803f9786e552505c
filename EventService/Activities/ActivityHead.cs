using System.Text.Json.Serialization;
using Documents;

namespace EventService.Activities;

/// <summary>
/// How far an owner's activities are folded into rollups. Activities are recorded in the open epoch. To fold, the open
/// epoch is closed first, and only then read: whoever records looks at the head again after his insert, and so knows
/// whether the epoch was open still. No head: epoch 1 is open, nothing is folded.
/// </summary>
internal sealed class ActivityHead : Document
{
    public static readonly Schema<ActivityHead> Schema = new("activity_heads");

    /// <summary>The epoch that is open.</summary>
    public int Open { get; set; } = 1;

    /// <summary>All epochs up to this one are in the rollups; the one between, if any, is closed and being folded.</summary>
    public int Folded { get; set; }

    [JsonIgnore]
    public bool IsFolding => Open > Folded + 1;
}
