namespace EventService.Conditions;

/// <summary>What a leaf's activities add up to.</summary>
/// <param name="Sum">Of the leaf's field, over the activities that have a number there.</param>
/// <param name="Days">The days in the event's time zone on which one occurred.</param>
internal sealed record Tally(long Count, ExactSum Sum, IReadOnlySet<DateOnly> Days)
{
    public static readonly Tally None = new(0, 0m, new HashSet<DateOnly>());

    /// <summary>The longest run of consecutive days.</summary>
    public int LongestStreak()
    {
        var longest = 0;
        foreach (var start in Days.Where(day => !Days.Contains(day.AddDays(-1))))
        {
            var length = 1;
            while (Days.Contains(start.AddDays(length)))
            {
                length++;
            }

            longest = Math.Max(longest, length);
        }

        return longest;
    }
}
