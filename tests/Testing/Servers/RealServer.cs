using System.Net.Sockets;
using System.Text;
using Drills.Processes;

namespace Testing.Servers;

/// <summary>
/// A real component, started as a private process on a free loopback port with its data in a folder of its own.
/// Stopped and started again it has the same port and data.
/// </summary>
public abstract class RealServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private OwnedProcess? process;

    private protected RealServer(string name) => folder = Directory.CreateTempSubdirectory($"{name}-");

    public int Port { get; } = Ports.Free();

    public abstract string ConnectionString { get; }

    public bool IsRunning => process is { HasExited: false };

    internal string Folder => folder.FullName;

    private protected virtual TimeSpan StartBound => TimeSpan.FromSeconds(60);

    private protected virtual string StopSignal => "TERM";

    /// <summary>Completes when it serves.</summary>
    /// <exception cref="DiedException">It ran and was neither stopped nor killed by a test.</exception>
    public async Task Start()
    {
        if (IsRunning)
        {
            return;
        }

        if (process is not null)
        {
            var died = process.Died();
            process.Dispose();
            process = null;
            throw died;
        }

        await Prepare();
        process = Launch();
        await process.Ready(Serves, StartBound);
        await WarmUp();
    }

    /// <summary>Ends it in order.</summary>
    public Task Stop() => End(p => p.Stop(StopSignal));

    /// <summary>Ends it as a crash does.</summary>
    public Task Kill() => End(p => p.Kill());

    /// <summary>Its connections stay open and nothing answers, as when its machine is cut off.</summary>
    public Task Freeze() => process?.Freeze() ?? Task.CompletedTask;

    public Task Thaw() => process?.Thaw() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Kill();
        await Close();
        await Wait.Until(Deleted, $"{Folder} is deleted");
        GC.SuppressFinalize(this);
    }

    private protected virtual Task Prepare() => Task.CompletedTask;

    private protected abstract OwnedProcess Launch();

    private protected abstract Task<bool> Serves();

    /// <summary>What this process does before a test meets the server.</summary>
    private protected virtual Task WarmUp() => Task.CompletedTask;

    /// <summary>Ends what belongs to it beside its process.</summary>
    private protected virtual Task Close() => Task.CompletedTask;

    /// <summary>Sends a greeting and compares the start of the answer; false when nobody listens.</summary>
    private protected async Task<bool> Answers(string greeting, string expected)
    {
        using var client = new TcpClient();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await client.ConnectAsync("127.0.0.1", Port, bound.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.Latin1.GetBytes(greeting), bound.Token);
            var answer = new byte[expected.Length];
            await stream.ReadExactlyAsync(answer, bound.Token);
            return Encoding.Latin1.GetString(answer) == expected;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task End(Func<OwnedProcess, Task> how)
    {
        if (process is null)
        {
            return;
        }

        if (!process.HasExited)
        {
            await how(process);
        }

        process.Dispose();
        process = null;
    }

    /// <summary>Children of a killed process may still be writing.</summary>
    private bool Deleted()
    {
        try
        {
            folder.Delete(recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
