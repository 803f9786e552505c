namespace Faults.Checks;

/// <summary>
/// What the processes hold after each round: the first rounds make the level, compiled code and warm caches, and it must not be left
/// for good. What is held is compared once everything is quiet; a collection may still be due, so it is asked again for a while. Twice as
/// much is let pass: a process that lives for many rounds holds more than one that has just been killed.
/// </summary>
public sealed class MemoryLevel
{
    /// <summary>Rounds that make the level.</summary>
    public const int Rounds = 5;

    private const long Most = 2;

    private readonly List<long> first = [];

    /// <summary>Bytes; null until there is a level.</summary>
    public long? Bound => first.Count < Rounds ? null : first.Max() * Most;

    /// <param name="held">Bytes, now.</param>
    /// <param name="bound">How long it may take to come down.</param>
    /// <returns>Null while it holds.</returns>
    public async Task<string?> Check(Func<long> held, TimeSpan bound)
    {
        if (Bound is not { } most)
        {
            first.Add(held());
            return null;
        }

        return await Drills.Patience.Within(bound, () => Task.FromResult(held() <= most), TimeSpan.FromSeconds(1))
            ? null
            : $"{Megabytes(held())} MB are held, and the first {Rounds} rounds had at most {Megabytes(first.Max())} MB";
    }

    private static long Megabytes(long bytes) => bytes / 1024 / 1024;
}
