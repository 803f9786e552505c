using StackExchange.Redis;
using Support.Processes;

namespace Support.Components;

/// <summary>A Redis of the test's own, with an append-only file, on a free port.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("redis-").FullName;
    private readonly int port = ServiceProcess.FreePort();
    private readonly ServerProcess server;

    private RedisServer() =>
        server = new ServerProcess(
            "Redis",
            "/usr/bin/redis-server",
            ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""],
            new Dictionary<string, string>());

    public string ConnectionString => $"127.0.0.1:{port}";

    public static async Task<RedisServer> Start()
    {
        var redis = new RedisServer();
        await redis.Restart();
        return redis;
    }

    /// <summary>Stops it with kill -9; its data stays.</summary>
    public Task Stop() => server.Kill();

    /// <summary>Starts it again on the same port and data.</summary>
    public async Task Restart()
    {
        server.Start();
        await server.Ready(Answers, TimeSpan.FromSeconds(20));
    }

    /// <summary>Its connections stay open and nothing answers, as when its machine is cut off.</summary>
    public Task Freeze() => server.Signal("STOP");

    public Task Thaw() => server.Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> Answers()
    {
        try
        {
            using var connection = await ConnectionMultiplexer.ConnectAsync($"{ConnectionString},connectTimeout=500");
            await connection.GetDatabase().PingAsync();
            return true;
        }
        catch (RedisException)
        {
            return false;
        }
    }
}
