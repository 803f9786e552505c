namespace LiveService.Hubs;

/// <summary>So many in any 10 s. For one connection, whose calls come one after the other.</summary>
internal sealed class Allowance(int most, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<DateTimeOffset> taken = new();

    public bool TryTake()
    {
        var now = time.GetUtcNow();
        while (taken.TryPeek(out var oldest) && oldest <= now - Window)
        {
            taken.Dequeue();
        }

        if (taken.Count >= most)
        {
            return false;
        }

        taken.Enqueue(now);
        return true;
    }
}
