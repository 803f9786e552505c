using System.Net;
using Hosting.Configuration;
using Microsoft.Extensions.Configuration;

namespace Hosting.Networks;

/// <summary>Addresses and networks of a setting: a list like 10.0.0.0/8,fd00::/8,192.0.2.7 or one to a key, as __0, __1, ...</summary>
public sealed class NetworkList
{
    private NetworkList(IReadOnlyList<IPNetwork> networks) => Networks = networks;

    public IReadOnlyList<IPNetwork> Networks { get; }

    public static NetworkList From(IConfiguration configuration, string key)
    {
        var section = configuration.GetSection(key);
        var texts = section.GetChildren().Select(child => child.Value).Prepend(section.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return new NetworkList([.. texts.Select(text => Parse(key, text))]);
    }

    /// <summary>An IPv4 address is the same one, whichever kind of socket it came by.</summary>
    public bool Contains(IPAddress address)
    {
        var plain = Plain(address);
        return Networks.Any(network => network.Contains(plain));
    }

    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPNetwork Parse(string key, string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(text, out var address) && text.AsSpan().ContainsAny('.', ':')
            ? new IPNetwork(Plain(address), Plain(address).GetAddressBytes().Length * 8)
            : throw new ConfigurationException(key, $"has '{text}', which is not an address or a network like 10.0.0.0/8");
    }
}
