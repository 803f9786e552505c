using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Faults.Subjects;

/// <summary>Passes bytes between whoever connects and a server on this machine, until it is told to hold them, or to cut every connection.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> open = new();
    private readonly int target;
    private readonly Task accepting;
    private volatile TaskCompletionSource passing = new();
    private volatile bool cuts;

    public TcpProxy(int target)
    {
        this.target = target;
        passing.SetResult();
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Accept();
    }

    /// <summary>Where clients connect, on the loopback address.</summary>
    public int Port { get; }

    /// <summary>Every connection ends with a reset, and so does each new one until <see cref="Mend"/>.</summary>
    public void Reset()
    {
        cuts = true;
        foreach (var socket in open.Keys)
        {
            Cut(socket);
        }
    }

    /// <summary>Connections stay open, new ones are accepted, and no byte arrives until <see cref="Mend"/>.</summary>
    public void Stall() => passing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was held arrives, and connections are served again.</summary>
    public void Mend()
    {
        cuts = false;
        passing.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Reset();
        passing.TrySetResult();
        await accepting;
        listener.Dispose();
    }

    private static void Cut(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // It has ended already.
        }

        socket.Dispose();
    }

    private async Task Accept()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.RemoveAll(one => one.IsCompleted);
                served.Add(Serve(await listener.AcceptSocketAsync()));
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task Serve(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        open[client] = open[server] = true;
        Action<Socket> end = Cut;
        try
        {
            if (!cuts)
            {
                await server.ConnectAsync(IPAddress.Loopback, target);

                // None of the protocols goes on when one side has ended.
                Task[] both = [Pass(client, server), Pass(server, client)];
                await await Task.WhenAny(both);
                client.Shutdown(SocketShutdown.Both);
                server.Shutdown(SocketShutdown.Both);
                await Task.WhenAll(both);
                end = socket => socket.Dispose();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One side has broken off, and so does the other.
        }

        foreach (var socket in new[] { client, server })
        {
            open.TryRemove(socket, out _);
            end(socket);
        }
    }

    private async Task Pass(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer) is var count and > 0)
        {
            await passing.Task;
            for (var sent = 0; sent < count;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
    }
}
