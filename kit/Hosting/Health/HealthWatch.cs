using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hosting.Health;

/// <summary>Says in the log when a component stops serving, that it is waited for, and when it serves again.</summary>
internal sealed class HealthWatch : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(30);

    /// <summary>A component that is still starting is not worth a warning.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, State> states = new(StringComparer.Ordinal);
    private readonly HealthMonitor monitor;
    private readonly TimeProvider time;
    private readonly ILogger<HealthWatch> logger;
    private IReadOnlyList<Measurement<int>> up = [];

    public HealthWatch(HealthMonitor monitor, TimeProvider time, IMeterFactory meters, ILogger<HealthWatch> logger)
    {
        this.monitor = monitor;
        this.time = time;
        this.logger = logger;
        meters.Create("Messaging.Health").CreateObservableGauge("component.up", () => up, description: "1 while the component serves.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var start = time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            var report = await monitor.Check();
            var starting = time.GetElapsedTime(start) < Grace;
            foreach (var (component, entry) in report.Entries)
            {
                Tell(component, entry, starting);
            }

            up = [.. report.Entries.Select(e => new Measurement<int>(
                e.Value.Status == HealthStatus.Healthy ? 1 : 0, new KeyValuePair<string, object?>("component", e.Key)))];
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
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
