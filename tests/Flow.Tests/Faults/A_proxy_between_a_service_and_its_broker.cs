using System.Net;
using System.Net.Sockets;
using Faults.Subjects;
using Testing;

namespace Flow.Tests.Faults;

public sealed class A_proxy_between_a_service_and_its_broker : IAsyncLifetime
{
    private readonly TcpListener server = new(IPAddress.Loopback, 0);
    private TcpProxy proxy = null!;

    public Task InitializeAsync()
    {
        server.Start();
        proxy = new TcpProxy(((IPEndPoint)server.LocalEndpoint).Port);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await proxy.DisposeAsync();
        server.Dispose();
    }

    [Fact]
    public async Task Passes_what_comes_both_ways_and_its_end()
    {
        var (client, served) = await Connected();

        await client.SendAsync("ask"u8.ToArray());
        (await Received(served, 3)).ShouldBe("ask"u8.ToArray());
        await served.SendAsync("answer"u8.ToArray());
        (await Received(client, 6)).ShouldBe("answer"u8.ToArray());

        served.Dispose();
        (await client.ReceiveAsync(new byte[1])).ShouldBe(0);
    }

    [Fact]
    public async Task Holds_every_byte_of_a_stall_until_it_is_mended()
    {
        var (client, served) = await Connected();
        proxy.Stall();

        await client.SendAsync("held"u8.ToArray());
        var (later, servedLater) = await Connected();
        await later.SendAsync("too"u8.ToArray());
        var arriving = Task.WhenAll(Received(served, 4), Received(servedLater, 3));

        arriving.IsCompleted.ShouldBeFalse();
        proxy.Mend();
        (await arriving)[0].ShouldBe("held"u8.ToArray());
    }

    [Fact]
    public async Task Resets_every_connection_and_each_new_one_until_it_is_mended()
    {
        var (client, served) = await Connected();

        proxy.Reset();

        await IsReset(client);
        await IsReset(served);
        await NewOneIsReset();

        proxy.Mend();
        var (again, servedAgain) = await Connected();
        await again.SendAsync("again"u8.ToArray());
        (await Received(servedAgain, 5)).ShouldBe("again"u8.ToArray());
    }

    [Fact]
    public async Task Passes_what_is_asked_and_loses_every_answer_until_the_connection_is_reset()
    {
        var (client, served) = await Connected();
        proxy.LoseAnswers();

        await client.SendAsync("ask"u8.ToArray());
        (await Received(served, 3)).ShouldBe("ask"u8.ToArray());
        await served.SendAsync("lost"u8.ToArray());
        var answer = client.ReceiveAsync(new byte[4]);
        var (later, servedLater) = await Connected();
        await later.SendAsync("too"u8.ToArray());
        (await Received(servedLater, 3)).ShouldBe("too"u8.ToArray());
        await servedLater.SendAsync("lost"u8.ToArray());
        await Wait.Until(() => proxy.Lost == 8, "both answers to be lost");
        answer.IsCompleted.ShouldBeFalse();

        proxy.Mend();

        await IsReset(() => answer);
        await IsReset(later);
        var (again, servedAgain) = await Connected();
        await servedAgain.SendAsync("heard"u8.ToArray());
        (await Received(again, 5)).ShouldBe("heard"u8.ToArray());
    }

    [Fact]
    public async Task Resets_a_client_whose_server_is_away()
    {
        server.Stop();

        await NewOneIsReset();
    }

    private static Task IsReset(Socket socket) => IsReset(() => socket.ReceiveAsync(new byte[1]));

    private static async Task IsReset(Func<Task> act) =>
        (await Should.ThrowAsync<SocketException>(act)).SocketErrorCode.ShouldBe(SocketError.ConnectionReset);

    private static async Task<byte[]> Received(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var got = 0; got < count;)
        {
            got += await socket.ReceiveAsync(bytes.AsMemory(got));
        }

        return bytes;
    }

    /// <summary>While it connects, or after.</summary>
    private Task NewOneIsReset() => IsReset(async () =>
    {
        using var client = await Connect();
        await client.ReceiveAsync(new byte[1]);
    });

    private async Task<Socket> Connect()
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port);
        return client;
    }

    private async Task<(Socket Client, Socket Served)> Connected()
    {
        var client = await Connect();
        return (client, await server.AcceptSocketAsync());
    }
}
