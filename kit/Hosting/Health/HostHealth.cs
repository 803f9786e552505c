namespace Hosting.Health;

/// <summary>The body of /health. A status is healthy, degraded or unhealthy; of /health/ready also draining.</summary>
internal sealed record HostHealth(string Status, string Version, IReadOnlyDictionary<string, ComponentHealth> Components);

/// <param name="Detail">What is wrong, in words that hold no address and no secret; null when healthy.</param>
internal sealed record ComponentHealth(string Status, double LatencyMs, string? Detail);
