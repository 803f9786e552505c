using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Messaging.Client;

/// <summary>The hub: rooms in which peers see each other and pass signals, and sessions on stages that last as long as a connection.</summary>
public sealed class LiveClient
{
    private const string Hub = "/live/hub";

    private readonly Api api;

    internal LiveClient(Api api) => this.api = api;

    /// <summary>Connects as who is signed in; to be disposed of.</summary>
    public async Task<LiveConnection> Connect(CancellationToken cancellationToken = default)
    {
        var access = new LiveAccess(api.Credentials);
        var hub = new HubConnectionBuilder()
            .WithUrl(api.Sender.AddressOf(Hub), connection =>
            {
                connection.AccessTokenProvider = access.Token;

                // One connection is one request, which stays where it is behind any balancer.
                connection.Transports = HttpTransportType.WebSockets;
                connection.SkipNegotiation = true;
            })
            .AddJsonProtocol(json => ClientJson.Configure(json.PayloadSerializerOptions))
            .WithAutomaticReconnect(access)
            .Build();
        var connected = new LiveConnection(hub);
        try
        {
            try
            {
                await hub.StartAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (access.IsRenewable(e))
            {
                await hub.StartAsync(cancellationToken).ConfigureAwait(false);
            }

            return connected;
        }
        catch
        {
            await connected.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
