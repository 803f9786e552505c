using System.Collections.Concurrent;
using Hosting.Metrics;

namespace RewardWorker.Stock;

/// <summary>
/// What is left of the pools that somebody claimed from, or tried to, within the last hour: as this process saw it, so that
/// no store is asked. What nobody wants any more, the rewards of events that have ended above all, is no reason to wake anyone.
/// </summary>
internal sealed class PoolsInDemand(TimeProvider time)
{
    /// <summary>At or below this share of its total a pool is low: of a budget 80 % is spent.</summary>
    public const double LowShare = 0.2;

    private const int MostPools = 10_000;

    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private static readonly SampledGauge Lowest = new("pool.left.lowest.ratio", "Of the pools in demand, the smallest share that is left of one: 0 to 1.");
    private static readonly SampledGauge Low = new("pools.low", "Pools in demand of which a fifth or less is left, those that are empty included.");
    private static readonly SampledGauge Empty = new("pools.empty", "Pools in demand of which nothing is left.");

    private readonly ConcurrentDictionary<string, Level> levels = new(StringComparer.Ordinal);

    public void Claimed(StockPool pool)
    {
        if (pool is { Total: { } total, Remaining: { } left } && (levels.Count < MostPools || levels.ContainsKey(pool.Id)))
        {
            levels[pool.Id] = new Level(pool.RewardId is null, total == 0 ? 0 : (double)left / total, time.GetTimestamp());
        }
    }

    public Task<IReadOnlyList<Reading>> Sample(CancellationToken cancellationToken)
    {
        foreach (var (id, _) in levels.Where(level => time.GetElapsedTime(level.Value.At) > Memory))
        {
            levels.TryRemove(id, out _);
        }

        return Task.FromResult<IReadOnlyList<Reading>>([.. Readings("stock", isBudget: false), .. Readings("budget", isBudget: true)]);
    }

    private IEnumerable<Reading> Readings(string kind, bool isBudget)
    {
        var shares = levels.Values.Where(level => level.IsBudget == isBudget).Select(level => level.Share).ToList();
        yield return Low.Of(shares.Count(share => share <= LowShare), ("kind", kind));
        yield return Empty.Of(shares.Count(share => share == 0), ("kind", kind));
        yield return Lowest.Of(shares.Count == 0 ? 1 : shares.Min(), ("kind", kind));
    }

    private sealed record Level(bool IsBudget, double Share, long At);
}
