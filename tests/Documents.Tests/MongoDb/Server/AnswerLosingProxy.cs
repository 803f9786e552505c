using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Documents.Tests.MongoDb.Server;

/// <summary>Stands before the server and can keep an answer to itself: the command is carried out, and the connection ends.</summary>
internal sealed class AnswerLosingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly IPEndPoint server;
    private readonly Task accepting;
    private string? command;
    private int lost;

    public AnswerLosingProxy(IPEndPoint server)
    {
        this.server = server;
        listener.Start();
        accepting = Accept();
    }

    public string ConnectionString => $"mongodb://{listener.LocalEndpoint}/?directConnection=true";

    public int Lost => Volatile.Read(ref lost);

    /// <summary>The answer to the next command of this name is lost.</summary>
    public void LoseAnswerTo(string name) => Volatile.Write(ref command, name);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task Accept()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(Serve(await listener.AcceptTcpClientAsync(stopping.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(server, stopping.Token);
            while (true)
            {
                // The driver has one command under way on a connection.
                var question = await Message(near.GetStream());
                await far.GetStream().WriteAsync(question, stopping.Token);
                var answer = await Message(far.GetStream());
                if (command is { } name && Encoding.Latin1.GetString(question).Contains($"\u0002{name}\0", StringComparison.Ordinal))
                {
                    Volatile.Write(ref command, null);
                    Interlocked.Increment(ref lost);
                    return;
                }

                await near.GetStream().WriteAsync(answer, stopping.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side has gone, and so does the other.
        }
    }

    private async Task<byte[]> Message(NetworkStream stream)
    {
        var length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, stopping.Token);
        var message = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        length.CopyTo(message, 0);
        await stream.ReadExactlyAsync(message.AsMemory(sizeof(int)), stopping.Token);
        return message;
    }
}
