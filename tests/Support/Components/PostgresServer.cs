using System.Diagnostics;
using Npgsql;
using Support.Processes;

namespace Support.Components;

/// <summary>A PostgreSQL of the test's own on a free port, with its durability as it comes.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("postgres-").FullName;
    private readonly int port = ServiceProcess.FreePort();
    private readonly ServerProcess server;

    private PostgresServer() =>
        server = new ServerProcess(
            "PostgreSQL",
            "setpriv",
            [.. AsPostgres, Binary("postgres"), "-D", Data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={folder}", "-c", "max_connections=300"],
            new Dictionary<string, string>());

    public string ConnectionString => $"Host=127.0.0.1;Port={port};Username=postgres;Timeout=5";

    private static IEnumerable<string> AsPostgres =>
        Environment.UserName == "root" ? ["--reuid", "postgres", "--regid", "postgres", "--clear-groups", "--pdeathsig", "KILL"] : ["--pdeathsig", "KILL"];

    private string Data => Path.Combine(folder, "data");

    /// <summary>The newest installed version's binary.</summary>
    public static string Binary(string name) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Path.Combine(Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last(), "bin", name)
            : name;

    public static async Task<PostgresServer> Start()
    {
        var postgres = new PostgresServer();
        await postgres.Initialize();
        await postgres.Restart();
        return postgres;
    }

    /// <summary>Stops it with kill -9; its data stays.</summary>
    public Task Stop() => server.Kill();

    /// <summary>Starts it again on the same port and data.</summary>
    public async Task Restart()
    {
        File.Delete(Path.Combine(Data, "postmaster.pid"));
        server.Start();
        await server.Ready(Answers, TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Initialize()
    {
        if (Environment.UserName == "root")
        {
            await Run("chown", "postgres", folder);
        }

        await Run("setpriv", [.. AsPostgres, Binary("initdb"), "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]);
    }

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/tmp" })!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {await error}");
        }
    }

    private async Task<bool> Answers()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Database=postgres;Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }
}
