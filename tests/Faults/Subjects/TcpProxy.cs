using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Faults.Subjects;

/// <summary>Passes bytes between whoever connects and a server on this machine, until it is told to hold them, to lose the answers, or to cut every connection.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    /// <summary>With whether bytes to or from it were lost.</summary>
    private readonly ConcurrentDictionary<Socket, bool> open = new();
    private readonly int target;
    private readonly Task accepting;
    private volatile TaskCompletionSource passing = new();
    private volatile bool cuts;
    private volatile bool losesAnswers;
    private long lost;

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

    /// <summary>How many bytes of answers were lost.</summary>
    public long Lost => Interlocked.Read(ref lost);

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

    /// <summary>What clients send arrives, and nothing that the server says does, until <see cref="Mend"/> resets their connections.</summary>
    public void LoseAnswers() => losesAnswers = true;

    /// <summary>What was held arrives, and connections are served again.</summary>
    public void Mend()
    {
        cuts = false;
        losesAnswers = false;
        foreach (var socket in open.Where(one => one.Value).Select(one => one.Key))
        {
            // It cannot go on where bytes are missing.
            Cut(socket);
        }

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
        open[client] = open[server] = false;
        Action<Socket> end = Cut;
        try
        {
            if (!cuts)
            {
                await server.ConnectAsync(IPAddress.Loopback, target);

                // None of the protocols goes on when one side has ended.
                Task[] both = [Pass(client, server, isAnswer: false), Pass(server, client, isAnswer: true)];
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

    private async Task Pass(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer) is var count and > 0)
        {
            await passing.Task;
            if (isAnswer && losesAnswers)
            {
                open.TryUpdate(to, true, false);
            }

            if (open.GetValueOrDefault(to))
            {
                // None of those behind them may arrive.
                Interlocked.Add(ref lost, count);
                if (!losesAnswers)
                {
                    Cut(to);
                }

                continue;
            }

            for (var sent = 0; sent < count;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
    }
}
