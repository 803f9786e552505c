using System.Net;
using System.Net.Sockets;
using Hosting.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace Hosting.Networks;

/// <summary>Who the client is: the other end of the connection, or whom a trusted proxy names in X-Forwarded-For, or this process itself.</summary>
public static class ClientAddresses
{
    private const string TrustedProxies = "TrustedProxies";

    /// <summary>The host's name for ASPNETCORE_FORWARDEDHEADERS_ENABLED.</summary>
    private const string TrustEverybody = "FORWARDEDHEADERS_ENABLED";

    private const string ForwardedFor = "X-Forwarded-For";

    /// <summary>What proxies add that ask for somebody else, and what is left of it once it was believed. A sidecar that only passes on may say by which protocol.</summary>
    private static readonly string[] OfProxies = [ForwardedFor, ForwardedHeadersDefaults.XOriginalForHeaderName, "X-Forwarded-Host", "X-Real-IP", "Forwarded"];

    private const int HostBits = 64;

    public static void AddClientAddresses(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.Flag(TrustEverybody, false))
        {
            throw new ConfigurationException($"ASPNETCORE_{TrustEverybody}", $"would trust every caller's headers; name the proxies in {TrustedProxies}");
        }

        var proxies = NetworkList.From(builder.Configuration, TrustedProxies);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            // With no network at all the framework trusts everybody: see UseClientAddresses.
            options.ForwardedHeaders = proxies.Networks.Count > 0 ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto : ForwardedHeaders.None;

            // Each hop must be a trusted one, so their number needs no bound.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in proxies.Networks)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
    }

    public static void UseClientAddresses(this IApplicationBuilder app)
    {
        var own = app.ApplicationServices.GetService<OwnCalls>();
        app.Use((context, next) =>
        {
            if (own?.TakeClient(context.Request) is { } client)
            {
                context.Connection.RemoteIpAddress = client;
                context.Request.Headers.Remove(ForwardedFor);
            }

            return next(context);
        });
        app.UseForwardedHeaders();
    }

    /// <summary>Whether a proxy says that it asks for somebody else, whoever that proxy is.</summary>
    public static bool IsForwarded(this HttpContext context) => OfProxies.Any(context.Request.Headers.ContainsKey);

    /// <summary>Null is a caller without an address: a socket file or this very process.</summary>
    public static IPAddress? ClientAddress(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? NetworkList.Plain(address) : null;

    /// <summary>What counts as one client: an IPv4 address, or the /64 of an IPv6 address, which is one subscriber's to choose from.</summary>
    public static string ClientKey(this HttpContext context)
    {
        var address = context.ClientAddress();
        if (address?.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address?.ToString() ?? "none";
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(HostBits / 8).Clear();
        return $"{new IPAddress(bytes)}/{HostBits}";
    }
}
