using System.Net.Sockets;
using RabbitMQ.Client;

namespace Bus.Broker;

/// <summary>
/// The socket of a broker connection. When the broker dies in the middle of a frame, RabbitMQ.Client 7.2 reads the rest of
/// the frame, which is nothing, again and again until heartbeats are missed. Here the end is an exception (decision 7).
/// </summary>
internal sealed class BrokerSocket(Socket socket) : TcpClientAdapter(socket)
{
    public static ITcpClient Create(AddressFamily addressFamily) =>
        new BrokerSocket(new Socket(addressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });

    public override NetworkStream GetStream() => new BrokerStream(Client);
}

internal sealed class BrokerStream(Socket socket) : NetworkStream(socket)
{
    /// <exception cref="EndOfStreamException">The broker has closed the connection.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        return read > 0 || buffer.IsEmpty ? read : throw new EndOfStreamException("The broker has closed the connection.");
    }
}
