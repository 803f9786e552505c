using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hosting.Health;

/// <summary>Asks the components, once for callers who come at the same time.</summary>
internal sealed class HealthMonitor(HealthCheckService checks, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private Task<HealthReport>? latest;
    private long asked;

    public Task<HealthReport> Check()
    {
        lock (gate)
        {
            if (latest is null || latest.IsFaulted || (latest.IsCompleted && time.GetElapsedTime(asked) >= Fresh))
            {
                asked = time.GetTimestamp();
                latest = checks.CheckHealthAsync();
            }

            return latest;
        }
    }

    public static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };

    public static HostHealth Describe(HealthReport report) => new(
        Word(report.Status),
        ServiceHost.Version,
        report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new ComponentHealth(
                Word(entry.Value.Status),
                Math.Round(entry.Value.Duration.TotalMilliseconds, 2),
                entry.Value.Status == HealthStatus.Healthy ? null : entry.Value.Description ?? "cannot be reached")));
}
