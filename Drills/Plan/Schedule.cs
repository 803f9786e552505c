namespace Drills.Plan;

/// <summary>The faults of one round, from a seed.</summary>
public sealed record Schedule(int Seed, IReadOnlyList<Fault> Faults)
{
    private const int MostFaults = 4;

    /// <summary>The same for the same seed and targets.</summary>
    /// <param name="load">How long the load lasts.</param>
    /// <param name="fewest">Faults.</param>
    public static Schedule Of(int seed, IReadOnlyList<(string Target, FaultKind[] Kinds)> targets, TimeSpan load, int fewest = 1)
    {
        var random = new Random(seed);
        var faults = Enumerable.Range(0, random.Next(fewest, MostFaults + 1)).Select(_ =>
        {
            var (target, kinds) = targets[random.Next(targets.Count)];
            var kind = kinds[random.Next(kinds.Length)];
            return new Fault(Tenths(load * 0.9 * random.NextDouble()), kind, target, kind is FaultKind.Forget or FaultKind.Flush ? TimeSpan.Zero : Tenths(TimeSpan.FromSeconds(0.2 + (4 * random.NextDouble()))));
        });
        return new Schedule(seed, [.. faults.OrderBy(fault => fault.At)]);
    }

    public static Schedule Parse(int seed, string text) => new(seed, [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Fault.Parse)]);

    public override string ToString() => Faults.Count == 0 ? "no fault" : string.Join(' ', Faults);

    private static TimeSpan Tenths(TimeSpan time) => TimeSpan.FromSeconds(Math.Round(time.TotalSeconds, 1));
}
