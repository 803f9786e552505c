using Bench.Measures;

namespace Bench.Targets;

/// <summary>Platform: every service in one process, messages in memory, documents in SQLite.</summary>
internal sealed class OneProcess : Target
{
    private readonly string folder = Directory.CreateTempSubdirectory("bench-platform-").FullName;
    private readonly Service platform;

    private OneProcess(Tree tree, IReadOnlyDictionary<string, string> settings)
        : base(NameOf("platform", tree)) => platform = Start(tree, "Platform", settings, "--data", folder);

    public override Uri Address => platform.Address;

    public override IReadOnlyList<string> Programs => ["Platform"];

    public override IReadOnlyList<ICounters> Counters => [];

    /// <param name="settings">Besides the usual ones, by the names of their environment variables.</param>
    public static async Task<Target> Start(Tree tree, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var one = new OneProcess(tree, settings);
        try
        {
            await one.Ready(cancellationToken);
        }
        catch
        {
            await one.DisposeAsync();
            throw;
        }

        return one;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
