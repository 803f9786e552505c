using Microsoft.Extensions.Time.Testing;

namespace Documents.Tests.Dispatch;

/// <summary>Stands still until it is moved; timers run as always, as the store's own pauses are not what its tests are about.</summary>
public sealed class TestTime() : FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero))
{
    public DateTimeOffset Now => GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime, period);
}
