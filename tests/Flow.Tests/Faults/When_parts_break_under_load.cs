using Faults;
using Faults.Subjects;
using Testing.Servers;

namespace Flow.Tests.Faults;

/// <summary>The short form of tests/Faults: a few rounds of its load with faults that are written here.</summary>
public sealed class When_parts_break_under_load
{
    [Fact]
    public Task Nothing_is_lost_and_nothing_is_there_twice_in_one_process() =>
        Hold(new SubjectSettings(Embedded: true), 1, "0.5:Kill:Platform:0.5 3.0:Freeze:Platform:1.5 4.0:Kill:Platform:0.2", "1.0:Terminate:Platform:0.2 3.5:Kill:Platform:1.0");

    /// <summary>Some of them, and then everything.</summary>
    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Own = true)]
    public Task Nothing_is_lost_and_nothing_is_there_twice_over_real_parts() => Hold(
        new SubjectSettings(),
        3,
        "0.5:Kill:RewardWorker:0.5 1.5:Freeze:EventService:2.0 2.0:Reset:EventService/RabbitMQ:0.5 2.5:Stall:RewardWorker/PostgreSQL:1.5 2.8:LoseAnswers:EventService/PostgreSQL:1.0 3.4:LoseAnswers:RewardWorker/RabbitMQ:1.0 3.0:Forget:Redis:0.0 4.0:Kill:Gateway:0.5",
        "1.0:Kill:Services:0.5 3.5:Terminate:PostgreSQL:1.0 4.0:Kill:RabbitMQ:0.5");

    /// <param name="seed">Of the first round.</param>
    /// <param name="faults">Of each round.</param>
    private static async Task Hold(SubjectSettings form, int seed, params string[] faults)
    {
        using var output = new StringWriter();
        var history = Path.Combine(Path.GetTempPath(), $"faults-{Guid.NewGuid():N}.txt");
        form = form with { Environment = [("Delivery__AllowPrivateNetworks", "true")] };
        var round = new RoundSettings(Users: 32, Load: TimeSpan.FromSeconds(5), Quiet: TimeSpan.FromSeconds(120));

        (await new Drill(new DrillSettings(faults.Length, seed, form, round, history, Shrink: false, faults), output).Run(CancellationToken.None)).ShouldBeTrue(output.ToString());
    }
}
