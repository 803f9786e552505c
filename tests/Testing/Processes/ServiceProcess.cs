using Drills.Processes;

namespace Testing.Processes;

/// <summary>A host as this checkout has built it.</summary>
public sealed class ServiceProcess(string name, int port, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments)
    : HostProcess(name, Path.Combine(Repository.Root, name, "bin", Repository.Configuration, "net10.0", $"{name}.dll"), port, environment, arguments);
