using System.Net;
using Hosting.Networks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Hosting.Metrics;

/// <summary>Who may read /metrics: this machine, and <c>Metrics__AllowedNetworks</c>, a list like 10.0.0.0/8,fd00::/8.</summary>
internal sealed class AllowedNetworks(NetworkList networks)
{
    public static AllowedNetworks From(IConfiguration configuration) => new(NetworkList.From(configuration, "Metrics:AllowedNetworks"));

    /// <summary>
    /// Who asks the host itself: a proxy stands nearer than those for whom it asks, and may not know them apart from its own network.
    /// </summary>
    public bool Allow(HttpContext context) => !context.IsForwarded() && Allow(context.Connection.RemoteIpAddress);

    /// <summary>Null is a caller without an address: a socket file or this very process.</summary>
    public bool Allow(IPAddress? caller) => caller is null || IPAddress.IsLoopback(caller) || networks.Contains(caller);
}
