using System.Net;
using System.Net.Sockets;
using System.Text;
using Testing;

namespace AuthService.Tests.Mails;

/// <summary>Between sender and server, and breaks off when certain words were said, until it is mended.</summary>
internal sealed class BreakingLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, Ports.Free());
    private readonly CancellationTokenSource stopping = new();
    private readonly int target;
    private readonly Func<string, bool> breaksAfter;
    private readonly bool fromServer;
    private volatile bool mended;
    private volatile int breaks;

    /// <param name="breaksAfter">Of all that the sender, or the server, has said.</param>
    public BreakingLine(int target, Func<string, bool> breaksAfter, bool fromServer)
    {
        (this.target, this.breaksAfter, this.fromServer) = (target, breaksAfter, fromServer);
        listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Breaks => breaks;

    public void Mend() => mended = true;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        stopping.Dispose();
    }

    private async Task Accept()
    {
        while (!stopping.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stopping.Token);
            _ = Carry(client);
        }
    }

    private async Task Carry(TcpClient client)
    {
        using var sender = client;
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, target, stopping.Token);
        await Task.WhenAny(Copy(sender, server, !fromServer), Copy(server, sender, fromServer));
    }

    /// <summary>Ends at the words, before what they came with is passed on.</summary>
    private async Task Copy(TcpClient from, TcpClient to, bool watched)
    {
        var buffer = new byte[512];
        var carried = new StringBuilder();
        int count;
        while ((count = await from.GetStream().ReadAsync(buffer, stopping.Token)) > 0)
        {
            carried.Append(Encoding.ASCII.GetString(buffer, 0, count));
            if (watched && !mended && breaksAfter(carried.ToString()))
            {
                Interlocked.Increment(ref breaks);
                return;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, count), stopping.Token);
        }
    }
}
