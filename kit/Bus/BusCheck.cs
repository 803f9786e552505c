using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Bus;

/// <summary>
/// Unhealthy while no queue is consumed, which is how a lost broker looks; degraded while some are not. MassTransit's
/// own check calls the first degraded, and lists every queue.
/// </summary>
internal sealed class BusCheck(IBusControl bus) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = bus.CheckHealth();
        var endpoints = health.Endpoints.Values;

        // The endpoint for answers starts with the first question; until then it is neither here nor there.
        var consumed = endpoints.Count(e => e.Status == BusHealthStatus.Healthy && e.InputAddress != bus.Address);
        var idle = endpoints.Count(e => e.Status != BusHealthStatus.Healthy);
        return Task.FromResult(health.Status switch
        {
            BusHealthStatus.Healthy => HealthCheckResult.Healthy(),
            BusHealthStatus.Degraded when consumed > 0 => HealthCheckResult.Degraded($"{idle} queues are not consumed", health.Exception),
            _ => HealthCheckResult.Unhealthy("the message broker cannot be reached", health.Exception),
        });
    }
}

/// <summary>Takes the place of MassTransit's check.</summary>
internal sealed class BusCheckRegistration(IBusControl bus) : IPostConfigureOptions<HealthCheckServiceOptions>
{
    public const string Name = "bus";

    public void PostConfigure(string? name, HealthCheckServiceOptions options)
    {
        foreach (var theirs in options.Registrations.Where(registration => registration.Tags.Contains("masstransit")).ToList())
        {
            options.Registrations.Remove(theirs);
        }

        options.Registrations.Add(new HealthCheckRegistration(Name, new BusCheck(bus), null, null));
    }
}
