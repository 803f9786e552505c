using Faults.Checks;

namespace Flow.Tests.Faults;

public sealed class The_level_of_memory
{
    private const long Megabyte = 1024 * 1024;

    private readonly MemoryLevel level = new();

    [Theory]
    [InlineData(600, true)]
    [InlineData(601, false)]
    public async Task Is_made_by_the_first_rounds_and_may_be_doubled(long held, bool holds)
    {
        foreach (var first in new[] { 200, 300, 250, 280, 210 })
        {
            (await level.Check(() => first * Megabyte, TimeSpan.Zero)).ShouldBeNull();
        }

        var growth = await level.Check(() => held * Megabyte, TimeSpan.Zero);

        growth.ShouldBe(holds ? null : "601 MB are held, and the first 5 rounds had at most 300 MB");
    }

    [Fact]
    public async Task Is_what_is_held_once_a_collection_had_its_time()
    {
        for (var round = 0; round < MemoryLevel.Rounds; round++)
        {
            await level.Check(() => 100 * Megabyte, TimeSpan.Zero);
        }

        var asked = 0;
        (await level.Check(() => ++asked < 2 ? 900 * Megabyte : 100 * Megabyte, TimeSpan.FromSeconds(30))).ShouldBeNull();
    }
}
