namespace AuthService.Tests;

/// <summary>The system's clock, put forward by the test.</summary>
internal sealed class AdjustableTime : TimeProvider
{
    private TimeSpan ahead;

    public void Advance(TimeSpan by) => ahead += by;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
