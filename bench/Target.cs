using Testing.Processes;

namespace Bench;

/// <summary>A platform under load.</summary>
internal sealed class Target(string name, Uri address, IAsyncDisposable host) : IAsyncDisposable
{
    public string Name => name;

    public Uri Address => address;

    /// <summary>"platform": one process, embedded parts. "parts": four processes over their own RabbitMQ, Redis and PostgreSQL.</summary>
    public static async Task<Target> Start(string name)
    {
        if (name == "platform")
        {
            var platform = new PlatformHost();
            await platform.InitializeAsync();
            return new Target(name, platform.Address, platform);
        }

        var deployment = await Deployment.Start();
        return new Target(name, deployment.Address, deployment);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
