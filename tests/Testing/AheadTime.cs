namespace Testing;

/// <summary>
/// The clock of this machine, put forward by the test. For whole hosts: their sweeps and pauses go on while nobody moves
/// a clock, which they do not on a FakeTimeProvider.
/// </summary>
public sealed class AheadTime : TimeProvider
{
    private long ahead;

    public TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
