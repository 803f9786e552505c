using StackExchange.Redis;
using Testing.Processes;

namespace Testing.Servers;

public sealed class RedisServer() : RealServer("redis")
{
    /// <summary>Whom no service is: who forgets its keys for a test.</summary>
    private const string Administrator = "tests";

    private static readonly string? Program = Programs.Find("redis-server");
    private static Lazy<Task>? firstConnection;

    public static bool IsInstalled => Program is not null;

    /// <summary>Passwords of the users that <c>deploy/redis</c> defines; with them whoever names no user may ask whether it serves.</summary>
    public IReadOnlyDictionary<string, string>? Users { get; init; }

    public override string ConnectionString => $"127.0.0.1:{Port}";

    private string UsersFile => Path.Combine(Folder, "users.acl");

    /// <summary>What it has on its disk at this moment: file by file.</summary>
    public IReadOnlyDictionary<string, byte[]> Copy() =>
        Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes);

    /// <summary>A crash, after which it comes back with what it had then.</summary>
    public async Task Restore(IReadOnlyDictionary<string, byte[]> copy)
    {
        await Kill();
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }

        foreach (var (file, content) in copy)
        {
            await File.WriteAllBytesAsync(file, content);
        }

        await Start();
    }

    /// <summary>Forgets all keys; who is connected stays so.</summary>
    public async Task Flush()
    {
        if (!await Answers(Users is null ? "FLUSHALL\r\n" : $"AUTH {Administrator} {Administrator}\r\nFLUSHALL\r\n", Users is null ? "+OK" : "+OK\r\n+OK"))
        {
            throw new InvalidOperationException("Redis did not forget.");
        }
    }

    private protected override Task Prepare() => Users is null
        ? Task.CompletedTask
        : OwnedProcess.Run("/bin/sh", ["-c", $"({ServiceUsers.Script("redis/users.sh")} && echo 'user {Administrator} on nopass -@all +flushall') >{UsersFile}"], environment: Users);

    private protected override OwnedProcess Launch() => OwnedProcess.Start(
        Program!,
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--appendonly", "yes", "--save", "", "--dir", Folder,
            .. Users is null ? [] : new[] { "--aclfile", UsersFile },
        ]);

    /// <summary>Not while it still loads its data.</summary>
    private protected override Task<bool> Serves() => Answers("PING\r\n", "+PONG");

    /// <summary>Once in this process: the client is compiled with its first connection, for longer than hosts wait for Redis.</summary>
    private protected override Task WarmUp()
    {
        if (Users is not null)
        {
            return Task.CompletedTask;
        }

        var mine = new Lazy<Task>(Connect);
        return (Interlocked.CompareExchange(ref firstConnection, mine, null) ?? mine).Value;
    }

    private async Task Connect()
    {
        var patience = (int)TimeSpan.FromSeconds(60).TotalMilliseconds;
        var options = ConfigurationOptions.Parse(ConnectionString);
        options.ConnectTimeout = patience;
        options.SyncTimeout = patience;
        using var multiplexer = await ConnectionMultiplexer.ConnectAsync(options);
        var database = multiplexer.GetDatabase();
        await database.PingAsync();
        await database.StringSetAsync("warm-up", "warm-up");
        await database.ExecuteAsync("EVAL", "return redis.call('DEL', KEYS[1])", 1, (RedisKey)"warm-up");

        // Disposal alone waits as long as a command may take.
        await multiplexer.CloseAsync(allowCommandsToComplete: false);
    }
}
