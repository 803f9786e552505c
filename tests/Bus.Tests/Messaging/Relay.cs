using System.Net;
using System.Net.Sockets;
using Testing.Servers;

namespace Bus.Tests.Messaging;

/// <summary>Stands between one client and a broker.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly TcpClient broker = new();
    private readonly Task<TcpClient> client;
    private readonly Task relaying;

    public Relay(RabbitMqServer server)
    {
        listener.Start();
        client = listener.AcceptTcpClientAsync();
        relaying = Run(new Uri(server.ConnectionString));
        Address = new UriBuilder(server.ConnectionString) { Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri;
    }

    public Uri Address { get; }

    /// <summary>Gives the client these bytes, as if the broker had sent them, and ends the connection.</summary>
    public async Task EndWith(params byte[] bytes)
    {
        broker.Close();
        await relaying;
        var stream = (await client).GetStream();
        await stream.WriteAsync(bytes);
        (await client).Close();
    }

    public async ValueTask DisposeAsync()
    {
        broker.Dispose();
        listener.Dispose();
        await relaying;
        (await client).Dispose();
    }

    private async Task Run(Uri server)
    {
        try
        {
            await broker.ConnectAsync(IPAddress.Loopback, server.Port);
            var (near, far) = ((await client).GetStream(), broker.GetStream());
            var sending = near.CopyToAsync(far);
            _ = sending.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
            await far.CopyToAsync(near);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The test has ended it.
        }
    }
}
