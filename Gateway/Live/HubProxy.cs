using Hosting.Configuration;
using Microsoft.AspNetCore.Authorization;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.SessionAffinity;

namespace Gateway.Live;

/// <summary>
/// Passes the hub on to the instances of LiveService that <c>Services__Live__0</c>, <c>__1</c>, ... name; in one process with the hub
/// there are none. An instance that fails is bypassed within 5 s: it is asked each second, and its failures are counted.
/// </summary>
internal static class HubProxy
{
    private const string Cluster = "live";
    private const string Key = "Services:Live";

    /// <summary>After which an instance that has failed is tried again, and in which its failures are counted.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static void AddHubProxy(this WebApplicationBuilder builder)
    {
        var instances = builder.Configuration.GetSection(Key).GetChildren().Where(instance => !string.IsNullOrWhiteSpace(instance.Value)).Select(Address).ToList();
        if (instances.Count == 0)
        {
            return;
        }

        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = Cluster, ClusterId = Cluster, Match = new RouteMatch { Path = $"{Paths.LiveHub}/{{**rest}}" } }],
            [ClusterOf(instances)]);
        builder.Services.Configure<TransportFailureRateHealthPolicyOptions>(options =>
        {
            options.DetectionWindowSize = Recent;
            options.MinimalTotalCountThreshold = 4;
        });
    }

    /// <summary>LiveService asks who its callers are.</summary>
    public static void MapHubProxy(this WebApplication app)
    {
        if (app.Services.GetService<IProxyConfigProvider>() is not null)
        {
            app.MapReverseProxy().WithMetadata(new AllowAnonymousAttribute());
        }
    }

    private static ClusterConfig ClusterOf(IEnumerable<string> instances) => new()
    {
        ClusterId = Cluster,

        // An open WebSocket is a request.
        LoadBalancingPolicy = LoadBalancingPolicies.LeastRequests,
        SessionAffinity = new SessionAffinityConfig
        {
            // What negotiates a connection and what opens it are two requests. Every Gateway reads the cookie.
            Enabled = true,
            Policy = SessionAffinityConstants.Policies.HashCookie,
            FailurePolicy = SessionAffinityConstants.FailurePolicies.Redistribute,
            AffinityKeyName = "live",
        },
        HealthCheck = new HealthCheckConfig
        {
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = Interval,
                Timeout = Interval,
                Path = "/health/live",
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
            },
            Passive = new PassiveHealthCheckConfig { Enabled = true, ReactivationPeriod = Recent, Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate },
        },
        Destinations = instances.Index().ToDictionary(instance => $"{instance.Index}", instance => new DestinationConfig { Address = instance.Item }),
    };

    private static string Address(IConfigurationSection section) =>
        Uri.TryCreate(section.Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? section.Value!
            : throw new ConfigurationException(section.Path, $"is '{section.Value}', not an address like http://127.0.0.1:8084");
}
