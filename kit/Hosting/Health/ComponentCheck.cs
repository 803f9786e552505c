using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hosting.Health;

/// <summary>Healthy when the ping returns in time. Its exception goes to the log, never to the caller of /health.</summary>
internal sealed class ComponentCheck(Func<CancellationToken, Task> ping) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            await ping(timeout.Token).WaitAsync(timeout.Token);
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"no answer within {Patience.TotalSeconds} s", e);
        }
        catch (Exception e)
        {
            return HealthCheckResult.Unhealthy("cannot be reached", e);
        }
    }
}

public static class ComponentCheckExtensions
{
    /// <summary>Makes /health and /health/ready depend on a component. The first registration of a name counts.</summary>
    public static void AddComponent(this IServiceCollection services, string name, Func<IServiceProvider, Func<CancellationToken, Task>> ping) =>
        services.Configure<HealthCheckServiceOptions>(options =>
        {
            if (options.Registrations.All(registration => registration.Name != name))
            {
                options.Registrations.Add(new HealthCheckRegistration(name, provider => new ComponentCheck(ping(provider)), null, null));
            }
        });
}
