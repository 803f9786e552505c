using Testing.Processes;

namespace Flow.Tests.RealParts;

/// <summary>Tests on the one deployment, each of which finds all of it ready and fails when a part of it died by itself.</summary>
[Collection(SharedDeployment.Collection)]
public abstract class OnSharedDeployment(SharedDeployment shared) : IAsyncLifetime
{
    internal Deployment Deployment { get; private set; } = null!;

    public virtual async Task InitializeAsync() => Deployment = await shared.Healthy();

    public virtual Task DisposeAsync()
    {
        Deployment.ThrowIfOneDied();
        return Task.CompletedTask;
    }
}
