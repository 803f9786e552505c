using Bench.Measures;

namespace Bench.Targets;

/// <summary>A process of this program that serves a bare hub.</summary>
internal sealed class BareRelay : Target
{
    /// <summary>The name of the command with which this program becomes one.</summary>
    public const string Command = "relay";

    private readonly Service relay;

    private BareRelay()
        : base("bare hub") => relay = Start(typeof(BareRelay).Assembly.Location, Command);

    public override Uri Address => relay.Address;

    public override IReadOnlyList<string> Programs => ["Bench"];

    public override IReadOnlyList<ICounters> Counters => [];

    public static async Task<BareRelay> Start(CancellationToken cancellationToken)
    {
        var bare = new BareRelay();
        try
        {
            await bare.Ready(cancellationToken);
        }
        catch
        {
            await bare.DisposeAsync();
            throw;
        }

        return bare;
    }
}
