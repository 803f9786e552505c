namespace Contracts.Events;

/// <summary>What a leaf of a condition counts in its activities.</summary>
public enum Measurement
{
    Count,

    /// <summary>Of the numbers in the leaf's field.</summary>
    Sum,
    DistinctDays,

    /// <summary>The longest run of consecutive days.</summary>
    StreakDays,
}
