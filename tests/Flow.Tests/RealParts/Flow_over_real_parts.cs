using Testing.Processes;
using Testing.Servers;

namespace Flow.Tests.RealParts;

public sealed class Flow_over_real_parts(RunningDeployment running) : FlowScenarios, IClassFixture<RunningDeployment>
{
    protected override Uri Address => running.Deployment.Address;
}

/// <summary>A deployment that serves all tests of a class, and delivers to receivers on this machine.</summary>
public sealed class RunningDeployment : IAsyncLifetime
{
    public Deployment Deployment { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        foreach (var real in Enum.GetValues<Real>())
        {
            real.IsInstalled().ShouldBeTrue($"{real} is not installed");
        }

        Deployment = await Deployment.Start(("Delivery__AllowPrivateNetworks", "true"));
    }

    public async Task DisposeAsync() => await Deployment.DisposeAsync();
}
