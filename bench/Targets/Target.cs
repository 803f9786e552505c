using Bench.Measures;
using Testing.Processes;

namespace Bench.Targets;

/// <summary>A platform that is measured. Everything that it keeps is gone with it.</summary>
internal abstract class Target(string name) : IAsyncDisposable
{
    private readonly List<Service> services = [];

    public string Name => name;

    public abstract Uri Address { get; }

    /// <summary>The programs whose processor time counts as this platform's.</summary>
    public abstract IReadOnlyList<string> Programs { get; }

    public abstract IReadOnlyList<ICounters> Counters { get; }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var service in services)
        {
            await service.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private protected Task Ready(CancellationToken cancellationToken) => Task.WhenAll(services.Select(service => service.Ready(cancellationToken)));

    private protected Service Start(Tree tree, string service, IEnumerable<KeyValuePair<string, string>> settings, params string[] arguments)
    {
        var environment = TestAccounts.Environment;
        environment["Serilog__MinimumLevel__Default"] = "Warning";
        environment.Remove("Messaging__RequestTimeoutMilliseconds");
        foreach (var (key, value) in settings)
        {
            environment[key] = value;
        }

        return Kept(Service.Start(tree.Assembly(service), environment, arguments));
    }

    private protected Service Start(string assembly, params string[] arguments) => Kept(Service.Start(assembly, new Dictionary<string, string>(), arguments));

    private Service Kept(Service started)
    {
        services.Add(started);
        return started;
    }

    private protected static string NameOf(string kind, Tree tree) => tree.Name.Length == 0 ? kind : $"{kind} ({tree.Name})";
}
