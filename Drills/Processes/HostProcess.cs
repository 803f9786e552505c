using System.Diagnostics;

namespace Drills.Processes;

/// <summary>One of our hosts as a process of its own, which may be killed at any moment, and which ends with this process.</summary>
/// <param name="dll">What <c>dotnet</c> runs.</param>
public class HostProcess(string name, string dll, int port, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments) : IAsyncDisposable
{
    private const int MostKept = 50_000;

    private readonly List<string> output = [];
    private readonly List<string> ended = [];
    private Process? process;
    private bool mayEnd;
    private bool isDisposed;

    public string Name => name;

    public Uri Address { get; } = new($"http://127.0.0.1:{port}");

    public bool IsRunning => process is { HasExited: false };

    /// <summary>What it is given, by the name of the environment variable.</summary>
    public string Setting(string name) => environment[name];

    /// <summary>What the process wrote since it was started last, both streams.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return string.Join('\n', output);
            }
        }
    }

    /// <summary>What it wrote in all its lives, the last of a great many lines.</summary>
    public string Log
    {
        get
        {
            lock (output)
            {
                return string.Join('\n', ended.Concat(output));
            }
        }
    }

    public void Start()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        ThrowIfDied();
        mayEnd = false;
        process?.Dispose();
        lock (output)
        {
            ended.AddRange(output);
            ended.RemoveRange(0, Math.Max(0, ended.Count - MostKept));
            output.Clear();
        }

        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.ArgumentList.Add(dll);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(Address.ToString().TrimEnd('/'));
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

    /// <summary>Tells once of an end that nobody here brought about or waits for.</summary>
    /// <exception cref="DiedException"/>
    public void ThrowIfDied()
    {
        if (process is { HasExited: true } && !mayEnd)
        {
            mayEnd = true;
            process.WaitForExit();
            lock (output)
            {
                throw new DiedException(name, process.ExitCode, output);
            }
        }
    }

    /// <summary>Waits until /health/ready answers 200.</summary>
    public async Task Ready(TimeSpan? bound = null)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        var isReady = await Patience.Within(
            bound ?? TimeSpan.FromSeconds(180),
            async () =>
            {
                ThrowIfDied();
                return IsRunning ? await Answers(http, "/health/ready") : throw new InvalidOperationException($"{name} does not run.");
            });
        if (!isReady)
        {
            throw new TimeoutException($"{name} did not become ready; it wrote:\n{Output}");
        }
    }

    /// <summary>kill -9, at once.</summary>
    public async Task Kill()
    {
        ThrowIfDied();
        await End();
    }

    /// <summary>It holds what it holds and does nothing, as on a machine that hangs.</summary>
    public Task Freeze() => Signal("STOP");

    public Task Thaw() => Signal("CONT");

    /// <summary>Asks it to end in order, and waits until it has.</summary>
    public async Task Terminate(TimeSpan bound)
    {
        ThrowIfDied();
        mayEnd = true;
        await Signal("TERM");
        await Exit(bound);
    }

    /// <summary>Resident, in bytes; 0 when it does not run.</summary>
    public long Memory()
    {
        if (process is not { HasExited: false })
        {
            return 0;
        }

        process.Refresh();
        return process.WorkingSet64;
    }

    /// <summary>Waits for the process to end by itself; its exit code.</summary>
    public async Task<int> Exit(TimeSpan bound)
    {
        mayEnd = true;
        using var limit = new CancellationTokenSource(bound);
        try
        {
            await process!.WaitForExitAsync(limit.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"{name} did not end within {bound.TotalSeconds:0} s; it wrote:\n{Output}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        await End();
        process?.Dispose();
        process = null;
        GC.SuppressFinalize(this);
    }

    private async Task Signal(string signal)
    {
        if (process is { HasExited: false })
        {
            using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
            await kill.WaitForExitAsync();
        }
    }

    private async Task End()
    {
        mayEnd = true;
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> Answers(HttpClient http, string path)
    {
        try
        {
            using var response = await http.GetAsync(path);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
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
