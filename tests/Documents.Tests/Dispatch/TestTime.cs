namespace Documents.Tests.Dispatch;

/// <summary>Stands still until it is moved; timers run as always.</summary>
public sealed class TestTime : TimeProvider
{
    public DateTimeOffset Now { get; private set; } = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    public void Advance(TimeSpan by) => Now += by;

    public override DateTimeOffset GetUtcNow() => Now;
}
