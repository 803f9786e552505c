using Bench.Measures;

namespace Bench.Targets;

/// <summary>Platform: every service in one process, messages in memory, documents in SQLite.</summary>
internal sealed class OneProcess : Target
{
    private readonly DataFolder? own;
    private readonly Service platform;

    private OneProcess(Tree tree, IReadOnlyDictionary<string, string> settings, DataFolder? kept)
        : base(NameOf("platform", tree))
    {
        own = kept is null ? new DataFolder() : null;
        platform = Start(tree, "Platform", settings, "--data", (kept ?? own)!.Path);
    }

    public override Uri Address => platform.Address;

    public override IReadOnlyList<string> Programs => ["Platform"];

    public override IReadOnlyList<ICounters> Counters => [];

    /// <param name="settings">Besides the usual ones, by the names of their environment variables.</param>
    /// <param name="kept">Where its data outlive it; null for a folder of its own.</param>
    public static async Task<Target> Start(
        Tree tree, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, DataFolder? kept = null)
    {
        var one = new OneProcess(tree, settings, kept);
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
        own?.Dispose();
    }
}
