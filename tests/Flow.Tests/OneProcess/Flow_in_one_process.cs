using Testing.Processes;

namespace Flow.Tests.OneProcess;

public sealed class Flow_in_one_process(DeliveringPlatform platform) : FlowScenarios, IClassFixture<DeliveringPlatform>
{
    protected override Uri Address => platform.Address;
}

/// <summary>A platform that serves all tests of a class, and delivers to receivers on this machine.</summary>
public sealed class DeliveringPlatform : IAsyncLifetime
{
    private readonly PlatformHost host = PlatformHost.With(("Delivery__AllowPrivateNetworks", "true"));

    public Uri Address => host.Address;

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync().AsTask();
}
