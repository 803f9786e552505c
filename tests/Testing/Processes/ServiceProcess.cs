using System.Diagnostics;

namespace Testing.Processes;

/// <summary>One of our hosts as a process of its own, which a test may kill at any moment.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly string name;
    private readonly string dll;
    private readonly IReadOnlyList<string> arguments;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly List<string> output = [];
    private Process? process;
    private bool mayEnd;

    public ServiceProcess(string name, int port, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        this.name = name;
        this.environment = environment;
        this.arguments = arguments;
        Address = new Uri($"http://127.0.0.1:{port}");
        dll = Path.Combine(Repository.Root, name, "bin", Repository.Configuration, "net10.0", $"{name}.dll");
    }

    public string Name => name;

    public Uri Address { get; }

    public bool IsRunning => process is { HasExited: false };

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

    public void Start()
    {
        ThrowIfDied();
        mayEnd = false;
        process?.Dispose();
        lock (output)
        {
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

        process = Process.Start(start)!;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Tells once of an end that no test brought about or waits for.</summary>
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
    public async Task<ServiceProcess> Ready(TimeSpan? bound = null)
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        await Wait.Until(
            async () =>
            {
                ThrowIfDied();
                return IsRunning ? await Answers(http, "/health/ready") : throw new InvalidOperationException($"{name} does not run.");
            },
            () => $"{name} to be ready; it wrote:\n{Output}",
            bound ?? TimeSpan.FromSeconds(180));
        return this;
    }

    /// <summary>kill -9, at once.</summary>
    public async Task Kill()
    {
        ThrowIfDied();
        await End();
    }

    /// <summary>Stands still, connections open, until <see cref="Thaw"/>.</summary>
    public Task Freeze() => Signal("STOP");

    public Task Thaw() => Signal("CONT");

    /// <summary>Waits for the process to end by itself; its exit code.</summary>
    public async Task<int> Exit(TimeSpan bound)
    {
        mayEnd = true;
        using var limit = new CancellationTokenSource(bound);
        await process!.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        process?.Dispose();
        process = null;
    }

    private async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process!.Id}"]);
        await kill.WaitForExitAsync();
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
