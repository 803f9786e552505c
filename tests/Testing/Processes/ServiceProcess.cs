using Drills.Processes;

namespace Testing.Processes;

/// <summary>A host as a checkout has built it.</summary>
public sealed class ServiceProcess(string name, string tree, int port, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments)
    : HostProcess(name, Path.Combine(tree, name, "bin", Repository.Configuration, "net10.0", $"{name}.dll"), port, environment, arguments)
{
    /// <summary>As this checkout has.</summary>
    public ServiceProcess(string name, int port, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments)
        : this(name, Repository.Root, port, environment, arguments)
    {
    }
}
