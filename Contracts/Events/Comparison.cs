using System.Text.Json.Serialization;

namespace Contracts.Events;

/// <summary>How what is counted compares with a leaf's value.</summary>
public enum Comparison
{
    [JsonStringEnumMemberName(">=")]
    AtLeast,

    [JsonStringEnumMemberName(">")]
    MoreThan,

    [JsonStringEnumMemberName("==")]
    Exactly,

    [JsonStringEnumMemberName("<=")]
    AtMost,

    [JsonStringEnumMemberName("<")]
    LessThan,
}
