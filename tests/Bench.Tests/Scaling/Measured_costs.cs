using Bench.Scaling;
using Testing.Processes;

namespace Bench.Tests.Scaling;

public sealed class Measured_costs
{
    private static readonly string Results = Path.Combine(Repository.Root, "bench", "results");

    [Fact]
    public async Task Are_read_from_the_run_that_the_documentation_names()
    {
        var costs = MeasuredCosts.Read(await File.ReadAllTextAsync(Path.Combine(Results, "20261129-032752-all.json")));

        costs.Stations.Select(station => station.Name).ShouldBe(["EventService", "Gateway", "PostgreSQL", "RabbitMQ", "RewardWorker", "Redis"]);
        costs.Stations.Sum(station => station.Seconds).ShouldBe(0.0046, 0.0001);
        costs.MessagesEach.ShouldBe(4.1, 0.1);
    }

    [Fact]
    public void Of_a_run_without_a_round_over_parts_are_refused() =>
        Should.Throw<InvalidDataException>(() => MeasuredCosts.Read("""{"rounds": []}""")).Message.ShouldContain("parts");
}
