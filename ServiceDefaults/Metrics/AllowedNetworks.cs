using System.Net;
using Microsoft.Extensions.Configuration;
using ServiceDefaults.Configuration;

namespace ServiceDefaults.Metrics;

/// <summary>Who may read /metrics: this machine, and <c>Metrics__AllowedNetworks</c>, a list like 10.0.0.0/8,fd00::/8.</summary>
internal sealed class AllowedNetworks(IReadOnlyList<IPNetwork> networks)
{
    private const string Key = "Metrics:AllowedNetworks";

    public static AllowedNetworks From(IConfiguration configuration)
    {
        var section = configuration.GetSection(Key);
        var texts = section.GetChildren().Select(child => child.Value).Prepend(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return new AllowedNetworks([.. texts.Select(Parse)]);
    }

    /// <summary>Null is a caller without an address: a socket file or this very process.</summary>
    public bool Allow(IPAddress? caller)
    {
        if (caller is null || IPAddress.IsLoopback(caller))
        {
            return true;
        }

        var address = caller.IsIPv4MappedToIPv6 ? caller.MapToIPv4() : caller;
        return networks.Any(network => network.Contains(address));
    }

    private static IPNetwork Parse(string text) =>
        IPNetwork.TryParse(text, out var network)
            ? network
            : throw new ConfigurationException(Key, $"has '{text}', which is not a network like 10.0.0.0/8");
}
