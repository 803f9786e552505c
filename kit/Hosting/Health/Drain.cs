using Microsoft.Extensions.Hosting;

namespace Hosting.Health;

/// <summary>A host that is told to stop is no longer ready, and serves as ever for a while: so long may a load balancer take to see it.</summary>
internal sealed class Drain(TimeSpan duration, TimeProvider time) : IHostedLifecycleService
{
    public bool HasBegun { get; private set; }

    /// <summary>Nothing is stopped before this ends. It ends early where a stop may take no longer.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (!HasBegun)
        {
            HasBegun = true;
            await Task.Delay(duration, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
