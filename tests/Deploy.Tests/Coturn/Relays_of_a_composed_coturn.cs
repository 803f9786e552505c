using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Drills.Processes;
using Testing;
using Testing.Processes;
using Testing.Servers;

namespace Deploy.Tests.Coturn;

/// <summary>Started as its container starts it, on this machine's addresses and without TLS.</summary>
public sealed class Relays_of_a_composed_coturn : IAsyncLifetime
{
    private const string Loopback = "127.0.0.1";
    private const string Secret = "a-secret-of-32-bytes-that-coturn-knows";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("coturn-");
    private readonly int port = Ports.Free();
    private Process? coturn;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (coturn is not null)
        {
            coturn.Kill();
            await coturn.WaitForExitAsync();
            coturn.Dispose();
        }

        folder.Delete(recursive: true);
    }

    [RealFact(Real.Coturn, Own = true)]
    public async Task Reach_each_other_on_loopback()
    {
        await Start(Loopback);

        await Use(Loopback, "-y", "-n", "2");
    }

    /// <summary>An address of this machine, which is refused as the private ones are.</summary>
    [RealFact(Real.Coturn, Own = true)]
    public async Task Reach_each_other_at_an_address_that_is_refused_to_others_and_nothing_else()
    {
        if (NetworkInterface.GetAllNetworkInterfaces().Where(network => network.OperationalStatus == OperationalStatus.Up)
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .FirstOrDefault(one => one.Address.AddressFamily == AddressFamily.InterNetwork && one.Address.ToString() is var text && !text.StartsWith("127.", StringComparison.Ordinal))
            ?.Address.ToString() is not { } address)
        {
            return;
        }

        await Start(address, $"--denied-peer-ip={address}");

        await Use(address, "-y", "-n", "2");
        foreach (var peer in new[] { Loopback, "10.0.0.1", "240.0.0.1" })
        {
            (await Should.ThrowAsync<InvalidOperationException>(() => Use(address, "-n", "1", "-e", peer))).Message.ShouldContain("Forbidden IP", customMessage: peer);
        }
    }

    [Fact]
    public void Reach_no_network_around_their_server_by_any_notation() =>
        File.ReadAllLines(PathOf("turnserver.conf")).ShouldContain("denied-peer-ip=::ffff:0:0-::ffff:ffff:ffff");

    private static string PathOf(string name) => Path.Combine(Repository.Root, "deploy/coturn", name);

    [SuppressMessage("Security", "CA5350", Justification = "The TURN REST API is defined over HMAC-SHA1.")]
    private static string Sign(string username) => Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(username)));

    private async Task Start(string address, params string[] arguments)
    {
        coturn = Launcher.Start(new ProcessStartInfo(
            "sh",
            [
                PathOf("start.sh"), $"--listening-port={port}", "--no-tls", "--no-dtls", $"--pidfile={Path.Combine(folder.FullName, "pid")}",
                $"--db={Path.Combine(folder.FullName, "db")}", $"--log-file={Path.Combine(folder.FullName, "log")}", .. arguments,
            ])
        {
            UseShellExecute = false,
            Environment = { ["TURN_ADDRESS"] = address, ["TURN_SECRET"] = Secret, ["TMPDIR"] = folder.FullName },
        });
        await Wait.Until(
            async () =>
            {
                using var client = new TcpClient();
                try
                {
                    await client.ConnectAsync(address, port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            $"coturn at {address}");
    }

    /// <summary>One or two clients, each with a relay of its own; throws with what they say when one cannot send.</summary>
    private Task<string> Use(string address, params string[] arguments)
    {
        var username = $"{TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}:me";
        return Programs.Run("turnutils_uclient", ["-c", "-m", "1", .. arguments, "-u", username, "-w", Sign(username), "-p", $"{port}", address]);
    }
}
