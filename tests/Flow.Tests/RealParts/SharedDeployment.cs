using Testing.Processes;
using Testing.Servers;

namespace Flow.Tests.RealParts;

/// <summary>
/// One deployment for the classes of this collection, started when first asked for. What a test killed is running again
/// before the next one, and what died by itself fails a test; a deployment that does not recover is replaced. It delivers to
/// receivers on this machine, and syncs campaigns of platforms there.
/// </summary>
public sealed class SharedDeployment : IAsyncLifetime
{
    public const string Collection = "Deployment";

    private Deployment? running;

    /// <summary>The deployment, when everything in it is ready.</summary>
    public async Task<Deployment> Healthy()
    {
        foreach (var real in new[] { Real.RabbitMq, Real.Redis, Real.Postgres })
        {
            real.IsInstalled().ShouldBeTrue($"{real} is not installed");
        }

        try
        {
            running ??= await Components();
            await running.StartAll();
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            await DisposeAsync();
            running = await Components();
            await running.StartAll();
        }

        return running;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (running is not null)
        {
            await running.DisposeAsync();
            running = null;
        }
    }

    private static Task<Deployment> Components() => Deployment.Components(
        ("Delivery__AllowPrivateNetworks", "true"), ("Campaigns__AllowPrivateNetworks", "true"), ("Delivery__TimeoutMilliseconds", "15000"), ("Delivery__RetrySeconds", "1,1,1,1,1,1,1,1,1,1"));
}

[CollectionDefinition(SharedDeployment.Collection)]
public sealed class DeploymentCollection : ICollectionFixture<SharedDeployment>;
