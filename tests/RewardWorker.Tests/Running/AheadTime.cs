namespace RewardWorker.Tests.Running;

/// <summary>The clock of this machine, put forward.</summary>
internal sealed class AheadTime : TimeProvider
{
    private long ahead;

    public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));
}
