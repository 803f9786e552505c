namespace Http.Limits;

/// <summary>What came lately: forgotten after one to two spans, or sooner when much comes.</summary>
public sealed class RecentSet(TimeProvider time, TimeSpan span, int bound = 20_000)
{
    private readonly Lock gate = new();
    private HashSet<string> previous = [];
    private HashSet<string> current = [];
    private long turned = time.GetTimestamp();

    public bool Holds(string item)
    {
        lock (gate)
        {
            Turn();
            return current.Contains(item) || previous.Contains(item);
        }
    }

    /// <summary>False when it came in this span already: of what comes all the time, true once in each.</summary>
    public bool Add(string item)
    {
        lock (gate)
        {
            Turn();
            return current.Add(item);
        }
    }

    public void Remove(string item)
    {
        lock (gate)
        {
            current.Remove(item);
            previous.Remove(item);
        }
    }

    private void Turn()
    {
        var passed = time.GetElapsedTime(turned);
        if (passed < span && current.Count < bound)
        {
            return;
        }

        previous = passed < span * 2 ? current : [];
        current = [];
        turned = time.GetTimestamp();
    }
}
