namespace Testing.Servers;

/// <summary>With fsync, so that what it says is durable is.</summary>
public sealed class PostgresServer() : RealServer("postgres")
{
    private const string Superuser = "postgres";

    private static readonly string? Program = Programs.Find(
        "postgres", [.. Programs.Versions("/usr/lib/postgresql", "bin"), .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')]);

    /// <summary>The server refuses to run as root.</summary>
    private static readonly string? User = Environment.IsPrivilegedProcess ? "postgres" : null;

    public static bool IsInstalled => Program is not null && (User is null || Programs.Find("setpriv") is not null);

    /// <summary>Names no database.</summary>
    public override string ConnectionString => $"Host=127.0.0.1;Port={Port};Username={Superuser};Timeout=5";

    /// <summary>Fast: without waiting for its clients.</summary>
    private protected override string StopSignal => "INT";

    private string Data => Path.Combine(Folder, "data");

    /// <summary>What commands of PostgreSQL need to reach it as its superuser.</summary>
    public IReadOnlyDictionary<string, string> Commands => new Dictionary<string, string> { ["PGHOST"] = "127.0.0.1", ["PGPORT"] = $"{Port}", ["PGUSER"] = Superuser };

    /// <summary>Loses everything and starts with what somebody puts into its folder.</summary>
    public async Task StartWith(Func<string, Task> restore)
    {
        await Stop();
        Directory.Delete(Data, recursive: true);
        await restore(Data);
        if (User is not null)
        {
            await OwnedProcess.Run("chown", ["-R", User, Data]);
        }

        await Start();
    }

    private protected override async Task Prepare()
    {
        if (Directory.Exists(Data))
        {
            return;
        }

        if (User is not null)
        {
            await OwnedProcess.Run("chown", [User, Folder]);
        }

        await OwnedProcess.Run(
            Path.Combine(Path.GetDirectoryName(Program)!, "initdb"),
            ["-D", Data, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            User);
    }

    private protected override OwnedProcess Launch() => OwnedProcess.Start(
        Program!,
        ["-D", Data, "-p", $"{Port}", "-k", Folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=on", "-c", "max_connections=200"],
        User);

    /// <summary>An SSLRequest is answered by one letter, but before the server is ready too: only a session tells.</summary>
    private protected override async Task<bool> Serves()
    {
        await using var connection = new Npgsql.NpgsqlConnection($"{ConnectionString};Pooling=false");
        try
        {
            await connection.OpenAsync();
            return true;
        }
        catch (Npgsql.NpgsqlException)
        {
            return false;
        }
    }
}
