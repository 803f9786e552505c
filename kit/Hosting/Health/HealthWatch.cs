using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Hosting.Health;

/// <summary>Says in the log when a component stops serving, that it is waited for, and when it serves again.</summary>
internal sealed class HealthWatch : IHealthCheckPublisher
{
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(30);

    /// <summary>A component that is still starting is not worth a warning.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, State> states = new(StringComparer.Ordinal);
    private readonly Lock telling = new();
    private readonly TimeProvider time;
    private readonly ILogger<HealthWatch> logger;
    private readonly long start;
    private IReadOnlyList<Measurement<int>> up = [];

    public HealthWatch(TimeProvider time, IMeterFactory meters, ILogger<HealthWatch> logger)
    {
        this.time = time;
        this.logger = logger;
        start = time.GetTimestamp();
        meters.Create("Messaging.Health").CreateObservableGauge("component.up", () => up, description: "1 while the component serves.");
    }

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        // Reports come at fixed times: one that took long may meet the next.
        lock (telling)
        {
            var starting = time.GetElapsedTime(start) < Grace;
            foreach (var (component, entry) in report.Entries)
            {
                Tell(component, entry, starting);
            }
        }

        up = [.. report.Entries.Select(e => new Measurement<int>(
            e.Value.Status == HealthStatus.Healthy ? 1 : 0, new KeyValuePair<string, object?>("component", e.Key)))];
        return Task.CompletedTask;
    }

    private void Tell(string component, HealthReportEntry entry, bool starting)
    {
        states.TryGetValue(component, out var before);
        if (entry.Status == HealthStatus.Healthy)
        {
            if (before is not null)
            {
                logger.LogInformation("{Component} serves again after {Seconds} s", component, Math.Round(time.GetElapsedTime(before.Since).TotalSeconds));
                states.Remove(component);
            }
        }
        else if (!starting && (before is null || time.GetElapsedTime(before.Told) >= Reminder))
        {
            var now = time.GetTimestamp();
            logger.LogWarning("{Component} is {Status}; waiting for it: {Reason}", component, HealthMonitor.Word(entry.Status), ReasonOf(entry));
            states[component] = new State(before?.Since ?? now, now);
        }
    }

    /// <summary>The innermost message, for it says why: refused, wrong password, unknown host.</summary>
    private static string ReasonOf(HealthReportEntry entry) =>
        entry.Exception is { } fault ? $"{entry.Description} ({fault.GetBaseException().Message})" : entry.Description ?? "no reason given";

    private sealed record State(long Since, long Told);
}
