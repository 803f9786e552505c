using Drills.Plan;
using Faults;
using Faults.Subjects;
using Flow.Tests.OneProcess;

namespace Flow.Tests.Faults;

[Collection(SharedPlatform.Collection)]
public sealed class When_a_part_does_not_come_back(SharedPlatform shared)
{
    [Fact]
    public async Task Its_round_fails_and_has_its_history()
    {
        var platform = await shared.Healthy();
        await using var subject = new Lame(platform.Address);
        var round = new Round(subject, new RoundSettings(Users: 4, Load: TimeSpan.FromSeconds(1), Quiet: TimeSpan.FromSeconds(60)));

        var outcome = await round.Play(new Schedule(9, []), (_, _) => { }, CancellationToken.None);

        outcome.Violations.ShouldBe(["Gateway did not become ready"]);
        outcome.Done.Accepted.ShouldBeGreaterThan(0);
        outcome.History.Calls.ShouldBeGreaterThan(0);
    }

    private sealed class Lame(Uri address) : ISubject
    {
        public IReadOnlyList<Uri> Addresses => [address];

        public IReadOnlyList<(string Target, FaultKind[] Kinds)> Targets => [];

        public Task Inject(Fault fault, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task Heal() => throw new TimeoutException("Gateway did not become ready");

        public IEnumerable<(string Name, string Text)> Logs() => [];

        public long Memory() => 0;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
