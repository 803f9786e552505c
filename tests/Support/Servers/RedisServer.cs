namespace Support.Servers;

public sealed class RedisServer() : RealServer("redis")
{
    private static readonly string? Program = Programs.Find("redis-server");

    public static bool IsInstalled => Program is not null;

    public override string ConnectionString => $"127.0.0.1:{Port}";

    private protected override OwnedProcess Launch() =>
        OwnedProcess.Start(Program!, ["--port", $"{Port}", "--bind", "127.0.0.1", "--appendonly", "yes", "--save", "", "--dir", Folder]);

    /// <summary>Not while it still loads its data.</summary>
    private protected override Task<bool> Serves() => Answers("PING\r\n", "+PONG");
}
