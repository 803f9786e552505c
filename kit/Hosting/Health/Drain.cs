using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Hosting.Health;

/// <summary>
/// By SIGTERM a host is no longer ready, and is told to stop a while later: so long may a load balancer take to see it. Until then it
/// serves as ever, streams too. Ctrl+C, and a SIGTERM before it has started, stop it at once.
/// </summary>
internal sealed class Drain(TimeSpan duration, IHostApplicationLifetime host, TimeProvider time) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> signals = [];

    public bool HasBegun { get; private set; }

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
        {
            signals.Add(PosixSignalRegistration.Create(signal, Hear));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => signals.ForEach(signal => signal.Dispose());

    internal void Hear(PosixSignalContext signal)
    {
        signal.Cancel = true;
        HasBegun = true;
        _ = StopAfter(signal.Signal == PosixSignal.SIGTERM && host.ApplicationStarted.IsCancellationRequested ? duration : TimeSpan.Zero);
    }

    private async Task StopAfter(TimeSpan pause)
    {
        await Task.Delay(pause, time, host.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        host.StopApplication();
    }
}
