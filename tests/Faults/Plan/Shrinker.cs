using Drills.Plan;

namespace Faults.Plan;

/// <summary>Finds the fewest faults of a schedule that still fail: leaves out halves, then quarters, then one after the other.</summary>
public static class Shrinker
{
    /// <param name="fails">Plays a schedule; whether a check fails.</param>
    public static async Task<Schedule> Shrink(Schedule failing, Func<Schedule, Task<bool>> fails)
    {
        var faults = failing.Faults.ToList();
        for (var part = Math.Max(1, faults.Count / 2); ;)
        {
            var left = false;
            for (var from = 0; from < faults.Count && faults.Count > 1;)
            {
                var without = faults.Where((_, i) => i < from || i >= from + part).ToList();
                if (await fails(failing with { Faults = without }))
                {
                    faults = without;
                    left = true;
                }
                else
                {
                    from += part;
                }
            }

            if (part == 1 && !left)
            {
                return failing with { Faults = faults };
            }

            part = Math.Max(1, part / 2);
        }
    }
}
