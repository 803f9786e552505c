using Bench.Targets;

namespace Bench.Scenarios;

/// <summary>What a run has started, to be ended with it.</summary>
internal sealed class Session(Settings settings, CancellationToken cancellationToken) : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Usual = [];

    private readonly List<IAsyncDisposable> started = [];

    public Settings Settings => settings;

    public static async Task<Session> Begin(Settings settings, CancellationToken cancellationToken)
    {
        foreach (var tree in settings.Trees.Where(_ => settings.Build))
        {
            Progress.Say($"building {tree.Root}");
            await tree.Build(cancellationToken);
        }

        return new Session(settings, cancellationToken);
    }

    public async Task<Servers> Servers()
    {
        Progress.Say("starting PostgreSQL, RabbitMQ and Redis");
        return Kept(await Targets.Servers.Start());
    }

    public async Task<Target> Parts(Tree tree, Servers servers, IReadOnlyDictionary<string, string>? environment = null)
    {
        Progress.Say($"starting the services of {tree.Root}");
        return Kept(await Targets.Parts.Start(tree, servers, environment ?? Usual, cancellationToken));
    }

    public async Task<Target> Platform(Tree tree, IReadOnlyDictionary<string, string>? environment = null)
    {
        Progress.Say($"starting Platform of {tree.Root}");
        return Kept(await OneProcess.Start(tree, environment ?? Usual, cancellationToken));
    }

    /// <summary>The platform that the settings name, of each tree.</summary>
    public async Task<IReadOnlyList<Target>> Chosen(IReadOnlyDictionary<string, string>? environment = null)
    {
        var targets = new List<Target>();
        foreach (var tree in settings.Trees)
        {
            targets.Add(settings.OnPlatform ? await Platform(tree, environment) : await Parts(tree, await Servers(), environment));
        }

        return targets;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(started))
        {
            await one.DisposeAsync();
        }
    }

    private T Kept<T>(T one) where T : IAsyncDisposable
    {
        started.Add(one);
        return one;
    }
}
