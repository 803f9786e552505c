using System.Net;
using System.Net.Sockets;
using Bus.Broker;

namespace Bus.Tests.Messaging;

public sealed class BrokerStreamTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private Socket peer = null!;

    public async Task InitializeAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await socket.ConnectAsync(listener.LocalEndpoint);
        peer = await listener.AcceptSocketAsync();
    }

    public Task DisposeAsync()
    {
        socket.Dispose();
        peer.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_arrives_is_read_and_then_the_end()
    {
        await using var stream = new BrokerStream(socket);
        await peer.SendAsync(new byte[] { 1, 2, 3 });
        peer.Dispose();

        var received = new byte[3];
        await stream.ReadExactlyAsync(received).AsTask().WaitAsync(Bound);

        received.ShouldBe([1, 2, 3]);
        (await stream.ReadAsync(Memory<byte>.Empty)).ShouldBe(0);
        await Should.ThrowAsync<EndOfStreamException>(() => stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Bound));
    }
}
