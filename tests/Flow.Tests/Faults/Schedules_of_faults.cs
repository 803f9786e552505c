using Drills.Plan;
using Faults.Plan;

namespace Flow.Tests.Faults;

public sealed class Schedules_of_faults
{
    private static readonly (string Target, FaultKind[] Kinds)[] Targets =
        [("Gateway", [FaultKind.Kill, FaultKind.Freeze]), ("Redis", [FaultKind.Forget])];

    [Fact]
    public void Are_the_same_for_the_same_seed_and_read_as_they_are_written()
    {
        var schedules = Enumerable.Range(0, 100).Select(seed => Schedule.Of(seed, Targets, TimeSpan.FromSeconds(10))).ToList();

        foreach (var schedule in schedules)
        {
            Schedule.Of(schedule.Seed, Targets, TimeSpan.FromSeconds(10)).Faults.ShouldBe(schedule.Faults);
            Schedule.Parse(schedule.Seed, schedule.ToString()).Faults.ShouldBe(schedule.Faults);
        }

        schedules.SelectMany(schedule => schedule.Faults).Select(fault => (fault.Target, fault.Kind)).Distinct().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Shrink_to_the_fewest_faults_that_still_fail(int needed)
    {
        var all = Enumerable.Range(0, 8).Select(i => new Fault(TimeSpan.FromSeconds(i), FaultKind.Kill, $"part{i}", TimeSpan.Zero)).ToList();
        var culprits = all.Where((_, i) => i % 3 == 1).Take(needed).ToList();

        var fewest = await Shrinker.Shrink(new Schedule(1, all), schedule => Task.FromResult(culprits.TrueForAll(schedule.Faults.Contains)));

        fewest.Faults.ShouldBe(culprits);
    }
}
