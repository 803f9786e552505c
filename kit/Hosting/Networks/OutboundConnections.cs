using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hosting.Networks;

public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>
/// Connects to addresses that its targets allow, and to no other. The address that was judged is the one that is
/// connected to, so that a name cannot mean another at the second look; nothing is followed and no proxy asked.
/// </summary>
public sealed class OutboundConnections(OutboundTargets targets, ResolveHost resolve)
{
    private const int MostKilobytes = 16;
    private const int MostDrainedBytes = 4096;

    /// <summary>After which a name is looked up again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        MaxResponseHeadersLength = MostKilobytes,
        MaxResponseDrainSize = MostDrainedBytes,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionLifetime = Lifetime,
        ConnectCallback = Connect,
    };

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var allowed = (await resolve(host, cancellationToken)).Where(targets.Allow).ToArray();
        if (allowed.Length == 0)
        {
            throw new ForbiddenAddressException(host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

public sealed class ForbiddenAddressException(string host) : Exception($"{host} is at no address that may be called.");
