using System.Net;
using System.Net.Sockets;
using Bus.Broker;

namespace Bus.Tests.Messaging;

public sealed class The_broker_stream : IAsyncLifetime
{
    private static readonly byte[] Block = new byte[1024 * 1024];
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
    public async Task What_is_written_arrives()
    {
        await using var stream = new BrokerStream(socket);

        await stream.WriteAsync(new byte[] { 1, 2, 3 });

        var received = new byte[3];
        await new NetworkStream(peer).ReadExactlyAsync(received).AsTask().WaitAsync(Bound);
        received.ShouldBe([1, 2, 3]);
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
        await ReadingEnds(stream);
    }

    [Fact]
    public async Task After_the_peer_has_gone_writing_goes_on_without_an_error_and_reading_ends()
    {
        await using var stream = new BrokerStream(socket);
        peer.LingerState = new LingerOption(true, 0);
        peer.Dispose();

        for (var i = 0; i < 10; i++)
        {
            await stream.WriteAsync(Block).AsTask().WaitAsync(Bound);
        }

        await ReadingEnds(stream);
    }

    [Fact]
    public async Task A_peer_that_takes_nothing_for_longer_than_the_bound_is_given_up()
    {
        await using var stream = new BrokerStream(socket, TimeSpan.FromMilliseconds(200));

        for (var i = 0; i < 50; i++)
        {
            await stream.WriteAsync(Block).AsTask().WaitAsync(Bound);
        }

        await ReadingEnds(stream);
    }

    private static async Task ReadingEnds(BrokerStream stream)
    {
        var end = await Should.ThrowAsync<IOException>(() => stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Bound));
        (end is EndOfStreamException || end.InnerException is SocketException).ShouldBeTrue(end.ToString());
    }
}
