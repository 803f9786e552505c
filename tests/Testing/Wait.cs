using Drills;

namespace Testing;

/// <summary>Where a test waits: for a condition, with a bound.</summary>
public static class Wait
{
    private static readonly TimeSpan DefaultBound = TimeSpan.FromSeconds(60);

    public static Task Until(Func<Task<bool>> condition, string what, TimeSpan? bound = null) => Until(condition, () => what, bound);

    public static Task Until(Func<bool> condition, string what, TimeSpan? bound = null) => Until(() => Task.FromResult(condition()), () => what, bound);

    /// <param name="what">Said when the bound has passed.</param>
    public static async Task Until(Func<Task<bool>> condition, Func<string> what, TimeSpan? bound = null)
    {
        var patience = bound ?? DefaultBound;
        if (!await Patience.Within(patience, condition))
        {
            throw new TimeoutException($"Waited {patience.TotalSeconds:F0} s for {what()}");
        }
    }
}
