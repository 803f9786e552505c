using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Hosting.Tracing;

/// <summary>
/// Passes trace ids on when nobody collects spans. A sampler would either record each span with all its tags or leave
/// spans out, and MassTransit writes an id into a message only from a span of its own.
/// </summary>
internal sealed class PassedTraces : IHostedService, IDisposable
{
    private readonly ActivityListener listener;

    public PassedTraces(IEnumerable<TraceSource> sources)
    {
        var names = sources.Select(source => source.Name).ToHashSet(StringComparer.Ordinal);
        listener = new ActivityListener
        {
            ShouldListenTo = source => names.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
        };
        ActivitySource.AddActivityListener(listener);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => listener.Dispose();
}
