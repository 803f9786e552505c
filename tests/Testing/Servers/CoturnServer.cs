using Testing.Processes;

namespace Testing.Servers;

/// <summary>A TURN server with the configuration of <c>deploy/coturn</c>, on loopback and without TLS.</summary>
/// <param name="secrets">Those by any of which credentials are signed.</param>
public sealed class CoturnServer(params IReadOnlyList<string> secrets) : RealServer("coturn")
{
    private static readonly string? Program = Programs.Find("turnserver");
    private static readonly string? Client = Programs.Find("turnutils_uclient");

    public static bool IsInstalled => Program is not null && Client is not null;

    public override string ConnectionString => $"turn:127.0.0.1:{Port}";

    /// <summary>Two clients allocate with the credentials and send each other messages over their relays; throws with what they say when one cannot.</summary>
    public Task Use(string username, string credential) =>
        OwnedProcess.Run(Client!, ["-y", "-c", "-n", "2", "-m", "1", "-u", username, "-w", credential, "-p", $"{Port}", "127.0.0.1"]);

    private protected override OwnedProcess Launch() => OwnedProcess.Start(
        Program!,
        [
            "-c", Configuration(), "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", $"--listening-port={Port}", "--allow-loopback-peers",
            "--no-tls", "--no-dtls", $"--pidfile={Path.Combine(Folder, "pid")}", $"--db={Path.Combine(Folder, "db")}",
        ]);

    /// <summary>The secrets stand in no command line.</summary>
    private string Configuration()
    {
        var file = Path.Combine(Folder, "turnserver.conf");
        File.WriteAllLines(file, [.. File.ReadLines(ServiceUsers.Script("coturn/turnserver.conf")), .. secrets.Select(secret => $"static-auth-secret={secret}")]);
        return file;
    }

    /// <summary>A binding request of STUN, and the beginning of its success.</summary>
    private protected override Task<bool> Serves() => Answers("\0\u0001\0\0!\u0012\u00a4Bof the tests", "\u0001\u0001");
}
