using System.Net;
using Hosting.Networks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Hosting.Metrics;

/// <summary>Who may read /metrics: this machine, and <c>Metrics__AllowedNetworks</c>, a list like 10.0.0.0/8,fd00::/8.</summary>
internal sealed class AllowedNetworks(NetworkList networks)
{
    public static AllowedNetworks From(IConfiguration configuration) => new(NetworkList.From(configuration, "Metrics:AllowedNetworks"));

    /// <summary>Behind a trusted proxy both must be allowed, the proxy and the client that it names.</summary>
    public bool Allow(HttpContext context)
    {
        var client = context.Connection.RemoteIpAddress;
        return Allow(client) && (context.Features.Get<PeerAddress>() is not { } peer || Allow(peer.Address));
    }

    /// <summary>Null is a caller without an address: a socket file or this very process.</summary>
    public bool Allow(IPAddress? caller) => caller is null || IPAddress.IsLoopback(caller) || networks.Contains(caller);
}
