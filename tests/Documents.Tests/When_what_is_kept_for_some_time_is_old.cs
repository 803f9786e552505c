using Documents.Sweeps;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace Documents.Tests;

public sealed class When_what_is_kept_for_some_time_is_old
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTime time = new(Start);

    [Fact]
    public async Task It_is_deleted_once_the_host_has_started_then_each_hour_and_soon_after_a_fault()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var old = new Old(time);
        using var sweep = new RetentionSweep<Old>(old, lifetime, time, NullLogger<RetentionSweep<Old>>.Instance);
        await sweep.StartAsync(CancellationToken.None);
        old.Looks.ShouldBeEmpty();

        lifetime.NotifyStarted();
        await Sleeps(1);
        await Advance(TimeSpan.FromHours(1), 2);
        old.IsAway = true;
        await Advance(TimeSpan.FromHours(1), 3);
        await Advance(TimeSpan.FromMinutes(1), 4);
        old.IsAway = false;
        await Advance(TimeSpan.FromMinutes(1), 5);
        await Advance(TimeSpan.FromMinutes(59), 5);
        await Advance(TimeSpan.FromMinutes(1), 6);

        old.Looks.Select(at => (at - Start).TotalMinutes).ShouldBe([0, 60, 120, 121, 122, 182]);
        await sweep.StopAsync(CancellationToken.None);

        Task Advance(TimeSpan by, int looks)
        {
            time.Advance(by);
            return Sleeps(looks);
        }

        Task Sleeps(int looks) => Wait.Until(() => old.Looks.Count == looks && time.Waiting == 1, $"look {looks}");
    }

    private sealed class Old(TimeProvider time) : IRetention
    {
        private readonly List<DateTimeOffset> looks = [];

        public bool IsAway { get; set; }

        public IReadOnlyList<DateTimeOffset> Looks
        {
            get
            {
                lock (looks)
                {
                    return [.. looks];
                }
            }
        }

        public string Documents => "things";

        public TimeSpan Kept => TimeSpan.FromDays(1);

        public Task<int> Delete(CancellationToken cancellationToken)
        {
            lock (looks)
            {
                looks.Add(time.GetUtcNow());
            }

            return IsAway ? Task.FromException<int>(new StoreUnavailableException("away_db", new TimeoutException())) : Task.FromResult(1);
        }
    }
}
