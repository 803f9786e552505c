using Microsoft.Extensions.Time.Testing;

namespace Testing;

/// <summary>For tests of loops: it also tells whether one of them sleeps, so that the clock is not moved past what it still does.</summary>
public sealed class FakeTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int waiting;

    /// <summary>How many timers wait for a later time: a loop that sleeps on this clock has one.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new CountedTimer(this, callback, state, dueTime, period);

    private ITimer Uncounted(TimerCallback callback, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, null, dueTime, period);

    private sealed class CountedTimer : ITimer
    {
        private readonly FakeTime time;
        private readonly ITimer timer;
        private int isWaiting;

        public CountedTimer(FakeTime time, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            this.time = time;
            timer = time.Uncounted(
                _ =>
                {
                    Wait(period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero);
                    callback(state);
                },
                dueTime,
                period);

            // Not before it is there: whoever counts it moves the clock at once.
            Wait(dueTime != Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Wait(dueTime != Timeout.InfiniteTimeSpan);
            return timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            timer.Dispose();
            Wait(false);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Wait(bool waits) => Interlocked.Add(ref time.waiting, (waits ? 1 : 0) - Interlocked.Exchange(ref isWaiting, waits ? 1 : 0));
    }
}
