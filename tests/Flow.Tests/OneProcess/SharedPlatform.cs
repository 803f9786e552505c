using Testing.Processes;

namespace Flow.Tests.OneProcess;

/// <summary>
/// One platform for the classes of this collection, started when first asked for, and again after a test killed it. It
/// delivers to receivers on this machine.
/// </summary>
public sealed class SharedPlatform : IAsyncLifetime
{
    public const string Collection = "Platform";

    private readonly PlatformHost host = New();

    /// <summary>Another one of its kind, not started.</summary>
    public static PlatformHost New() => PlatformHost.With(
        ("Delivery__AllowPrivateNetworks", "true"), ("Delivery__TimeoutMilliseconds", "15000"), ("Delivery__RetrySeconds", "1,1,1,1,1,1,1,1,1,1"));

    /// <summary>The platform, when it is ready.</summary>
    public async Task<PlatformHost> Healthy()
    {
        await host.InitializeAsync();
        return host;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => host.DisposeAsync().AsTask();
}

[CollectionDefinition(SharedPlatform.Collection)]
public sealed class PlatformCollection : ICollectionFixture<SharedPlatform>;
