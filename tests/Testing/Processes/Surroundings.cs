using Testing.Servers;

namespace Testing.Processes;

/// <summary>What is around each instance of a service in a deployment. Each is asked for once, when the instance is added.</summary>
public class Surroundings
{
    /// <summary>Where it meets a server, on the loopback address: something may stand between them.</summary>
    public virtual int PortOf(string service, RealServer server) => server.Port;

    /// <summary>Settings besides those of all.</summary>
    public virtual IEnumerable<(string Key, string Value)> SettingsOf(string service) => [];

    /// <summary>The checkout whose build it runs.</summary>
    public virtual string TreeOf(string service) => Repository.Root;
}
