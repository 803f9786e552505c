using System.Net.Sockets;
using RabbitMQ.Client;

namespace Bus.Broker;

/// <summary>
/// The socket of a broker connection. RabbitMQ.Client 7.2 has no end for two of its ends:
/// <para>- It stops writing at the first failed write, and then waits for ever: closing the connection waits for publishers
/// and consumers that wait to write. Here a failed write ends the connection for its reader, which closes it, and what is
/// written to it afterwards is dropped: it would not have been confirmed anyway.</para>
/// <para>- When the broker dies in the middle of a frame, it reads the rest of the frame, which is nothing, again and again
/// until heartbeats are missed. Here the end is an exception.</para>
/// </summary>
internal sealed class BrokerSocket(Socket socket) : TcpClientAdapter(socket)
{
    public static ITcpClient Create(AddressFamily addressFamily) =>
        new BrokerSocket(new Socket(addressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });

    public override NetworkStream GetStream() => new BrokerStream(Client);
}

internal sealed class BrokerStream(Socket socket, TimeSpan? writeBound = null) : NetworkStream(socket)
{
    /// <summary>A broker that takes no byte for so long is gone, or low on memory: the outboxes keep what is published.</summary>
    private static readonly TimeSpan DefaultWriteBound = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource bound = new();
    private volatile bool isLost;

    /// <exception cref="EndOfStreamException">The broker has closed the connection.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        return read > 0 || buffer.IsEmpty ? read : throw new EndOfStreamException("The broker has closed the connection.");
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isLost)
        {
            return;
        }

        try
        {
            // One writer at a time: the client writes from a single loop.
            bound.CancelAfter(writeBound ?? DefaultWriteBound);
            await base.WriteAsync(buffer, bound.Token);
            bound.TryReset();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            isLost = true;
            EndReading();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            bound.Dispose();
        }

        base.Dispose(disposing);
    }

    private void EndReading()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Its reader has been told by the peer or by its owner.
        }
    }
}
