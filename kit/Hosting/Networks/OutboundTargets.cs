using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Hosting.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hosting.Networks;

/// <summary>Which URLs that a caller names may be called.</summary>
/// <param name="AllowPrivateNetworks">Loopback, link-local and private addresses too, and http: for tests and one's own machine.</param>
public sealed partial record OutboundTargets(bool AllowPrivateNetworks)
{
    public const int LongestUrl = 2048;
    private const string Localhost = "localhost";

    /// <param name="section">Its setting <c>AllowPrivateNetworks</c> allows them.</param>
    public static OutboundTargets From(IConfiguration configuration, string section) => new(configuration.Flag($"{section}:AllowPrivateNetworks", false));

    /// <summary>
    /// What is wrong with a URL, as the end of a sentence; null when nothing is. A name is judged by its addresses only
    /// when it is connected to.
    /// </summary>
    public string? FaultOf(string url)
    {
        if (url.Length is 0 or > LongestUrl)
        {
            return $"has 1 to {LongestUrl} characters.";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || url.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter)))
        {
            return "is an absolute URL such as https://example.com/grants.";
        }

        // Other letters have ways of their own to write 127.0.0.1.
        if (!Ascii.IsValid(uri.Host))
        {
            return "names its host in ASCII; an international name starts with xn--.";
        }

        if (!HasOneSpelling(url, uri))
        {
            return "names its host as it is usually written: a name such as shop.example without a full stop at its end, an IPv4 address as four decimal numbers, or a short IPv6 address.";
        }

        if (uri.UserInfo.Length > 0)
        {
            return "holds no user name or password: the signature says who sends.";
        }

        if (uri.Fragment.Length > 0)
        {
            return "has no fragment.";
        }

        if (AllowPrivateNetworks)
        {
            return null;
        }

        return uri.Scheme != Uri.UriSchemeHttps ? "starts with https://."
            : IsForbidden(uri) ? "names no loopback, link-local, private or reserved address."
            : null;
    }

    /// <summary>Whether a connection to the address may be made.</summary>
    public bool Allow(IPAddress address) => AllowPrivateNetworks || PublicNetworks.Contains(address);

    /// <summary>
    /// Many ways of writing an address (2130706433, 0x7f.1, [::ffff:127.0.0.1]) are read by some and not by others: whoever judges
    /// and whoever connects must read the same.
    /// </summary>
    private static bool HasOneSpelling(string url, Uri uri)
    {
        var written = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        written = written[(uri.UserInfo.Length > 0 ? uri.UserInfo.Length + 1 : 0)..];
        return written.StartsWith(uri.Host, StringComparison.OrdinalIgnoreCase)
            && (written.Length == uri.Host.Length || written[uri.Host.Length] is ':' or '/' or '?' or '#')
            && uri.HostNameType switch
            {
                UriHostNameType.Dns => HostName().IsMatch(uri.Host),
                UriHostNameType.IPv4 => true,
                UriHostNameType.IPv6 => !IPAddress.Parse(uri.Host).IsIPv4MappedToIPv6,
                _ => false,
            };
    }

    /// <summary>Of letters, digits and hyphens, and no number at the end, which would be an address.</summary>
    [GeneratedRegex(@"\A(?=.{1,253}\z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*(?!([0-9]+|0x[0-9a-f]*)\z)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HostName();

    private static bool IsForbidden(Uri uri)
    {
        if (IPAddress.TryParse(uri.DnsSafeHost, out var address))
        {
            return !PublicNetworks.Contains(address);
        }

        return uri.Host.Equals(Localhost, StringComparison.OrdinalIgnoreCase) || uri.Host.EndsWith($".{Localhost}", StringComparison.OrdinalIgnoreCase);
    }
}

public static class OutboundTargetsExtensions
{
    /// <summary>The <see cref="OutboundTargets"/> of a section, by its name. Safe to call from each service that shares it.</summary>
    public static void AddOutboundTargets(this WebApplicationBuilder builder, string section) =>
        builder.Services.TryAddKeyedSingleton(section, OutboundTargets.From(builder.Configuration, section));

    /// <summary>The <see cref="OutboundConnections"/> of a section, and its targets, by its name.</summary>
    public static void AddOutboundConnections(this WebApplicationBuilder builder, string section)
    {
        builder.AddOutboundTargets(section);
        builder.Services.TryAddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        builder.Services.TryAddKeyedSingleton(section, (provider, _) => new OutboundConnections(
            provider.GetRequiredKeyedService<OutboundTargets>(section), provider.GetRequiredService<ResolveHost>()));
    }
}
