namespace AuthService.Tests;

/// <summary>The system's clock, put forward by the test.</summary>
internal sealed class AdjustableTime : TimeProvider
{
    public TimeSpan Ahead { get; private set; }

    public void Advance(TimeSpan by) => Ahead += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}
