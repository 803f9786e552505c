using System.Diagnostics;

namespace Support.Components;

/// <summary>A server as a child process with a folder of its own; it dies with the test process.</summary>
public sealed class ServerProcess(string name, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private readonly List<string> output = [];
    private Process? process;

    public string Output
    {
        get
        {
            lock (output)
            {
                return string.Join('\n', output.TakeLast(50));
            }
        }
    }

    public void Start()
    {
        // setpriv ends the server when the test process is killed, however that happens.
        var start = new ProcessStartInfo("setpriv") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/tmp" };
        foreach (var argument in (string[])["--pdeathsig", "KILL", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        process = Launcher.Start(start);
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public async Task Ready(Func<Task<bool>> answers, TimeSpan bound) =>
        await Wait.Until(
            async () =>
            {
                if (process is { HasExited: true })
                {
                    throw new InvalidOperationException($"{name} ended with {process.ExitCode}:\n{Output}");
                }

                return await answers();
            },
            () => $"{name} to answer; it wrote:\n{Output}",
            bound);

    /// <summary>kill -9 of the server and what it started.</summary>
    public async Task Kill()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    public async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        process?.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            lock (output)
            {
                output.Add(text);
            }
        }
    }
}
