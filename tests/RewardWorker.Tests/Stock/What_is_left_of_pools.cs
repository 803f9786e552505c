using Contracts.Rewards;
using Hosting.Metrics;
using Microsoft.Extensions.Time.Testing;
using RewardWorker.Stock;

namespace RewardWorker.Tests.Stock;

public sealed class What_is_left_of_pools
{
    private readonly FakeTimeProvider time = new(Some.Now);
    private readonly PoolsInDemand demand;

    public What_is_left_of_pools() => demand = new PoolsInDemand(time);

    [Fact]
    public async Task Nothing_is_low_when_nobody_has_claimed_anything() => (await Readings()).ShouldBe(
    [
        "pools.low{stock} 0", "pools.empty{stock} 0", "pool.left.lowest.ratio{stock} 1",
        "pools.low{budget} 0", "pools.empty{budget} 0", "pool.left.lowest.ratio{budget} 1",
    ]);

    [Fact]
    public async Task The_least_that_is_left_is_shown_and_how_many_have_a_fifth_or_nothing()
    {
        Claimed(Pool(10), 5);
        Claimed(Pool(10), 8);
        Claimed(Pool(10), 10);
        Claimed(StockPool.OfBudget(Guid.NewGuid(), 1000, 1), 790);

        (await Readings()).ShouldBe(
        [
            "pools.low{stock} 2", "pools.empty{stock} 1", "pool.left.lowest.ratio{stock} 0",
            "pools.low{budget} 0", "pools.empty{budget} 0", "pool.left.lowest.ratio{budget} 0.21",
        ]);
    }

    [Fact]
    public async Task What_nobody_has_claimed_from_for_an_hour_wakes_nobody()
    {
        Claimed(Pool(10), 10);

        time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));

        (await Readings())[0].ShouldBe("pools.low{stock} 0");
    }

    [Fact]
    public async Task A_pool_without_a_limit_is_none()
    {
        Claimed(StockPool.OfBudget(Guid.NewGuid(), null, 1), 5);

        (await Readings())[^1].ShouldBe("pool.left.lowest.ratio{budget} 1");
    }

    private static StockPool Pool(int total) => StockPool.Of(Guid.NewGuid(), Guid.NewGuid(), new StockPolicy(total, null, false));

    private void Claimed(StockPool pool, long amount)
    {
        pool.TryClaim("grant", amount, Some.Now).IsRefused.ShouldBeFalse();
        demand.Claimed(pool);
    }

    private async Task<List<string>> Readings() => [.. (await demand.Sample(CancellationToken.None)).Select(Text)];

    private static string Text(Reading reading) =>
        FormattableString.Invariant($"{reading.Gauge.Name}{{{string.Join(',', reading.Value.Tags.ToArray().Select(tag => tag.Value))}}} {reading.Value.Value}");
}
