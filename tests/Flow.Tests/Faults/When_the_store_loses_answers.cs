using System.Collections.Concurrent;
using Drills.Plan;
using Faults;
using Faults.Subjects;
using Flow.Tests.Operations;
using Testing.Stores;

namespace Flow.Tests.Faults;

[Collection(InThisProcess.Name)]
public sealed class When_the_store_loses_answers
{
    [Fact]
    public async Task Nothing_is_lost_and_nothing_is_there_twice()
    {
        await using var subject = await UnsurePlatform.Start(seed: 6);
        var round = new Round(subject, new RoundSettings(Users: 32, Load: TimeSpan.FromSeconds(5), Quiet: TimeSpan.FromSeconds(120)));

        var outcome = await round.Play(new Schedule(6, []), (_, _) => { }, CancellationToken.None);

        outcome.Violations.ShouldBeEmpty();
        outcome.Done.Accepted.ShouldBeGreaterThan(100);
        outcome.Done.Revoked.ShouldBeGreaterThan(0);
        outcome.Done.Decided.ShouldBeGreaterThan(0);
        Enum.GetValues<Mishap>().ShouldAllBe(mishap => subject.Met(mishap) > 10);
    }

    /// <summary>Platform in this process, whose stores leave some of what they are asked without an answer until all is mended.</summary>
    private sealed class UnsurePlatform : ISubject
    {
        private readonly ConcurrentBag<UnsureEngine> engines = [];
        private readonly Random random;
        private RunningPlatform platform = null!;
        private volatile bool isUnsure;

        private UnsurePlatform(int seed) => random = new Random(seed);

        public IReadOnlyList<Uri> Addresses => [platform.Address];

        public IReadOnlyList<(string Target, FaultKind[] Kinds)> Targets => [];

        public static async Task<UnsurePlatform> Start(int seed)
        {
            var subject = new UnsurePlatform(seed);
            subject.platform = await RunningPlatform.Start(
                inner =>
                {
                    var engine = new UnsureEngine(inner, subject.Next);
                    subject.engines.Add(engine);
                    return engine;
                },
                ("Delivery:AllowPrivateNetworks", "true"));
            subject.isUnsure = true;
            return subject;
        }

        public int Met(Mishap mishap) => engines.Sum(engine => engine.Met(mishap));

        public Task Inject(Fault fault, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task Heal()
        {
            isUnsure = false;
            return Task.WhenAll(engines.Select(engine => engine.Arrive()));
        }

        public IEnumerable<(string Name, string Text)> Logs() => [];

        public long Memory() => Environment.WorkingSet;

        public ValueTask DisposeAsync() => platform.DisposeAsync();

        /// <summary>One operation of twelve has a mishap.</summary>
        private Mishap Next()
        {
            lock (random)
            {
                return isUnsure && random.Next(12) == 0 ? (Mishap)random.Next(1, Enum.GetValues<Mishap>().Length) : Mishap.None;
            }
        }
    }
}
