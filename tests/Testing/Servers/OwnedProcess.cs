using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Drills.Processes;

namespace Testing.Servers;

/// <summary>A program that this test process started, and that the kernel kills when this test process dies.</summary>
internal sealed class OwnedProcess : IDisposable
{
    private const int KeptLines = 40;

    private static readonly TimeSpan ExitBound = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> output = new();
    private readonly Process process;
    private readonly string name;

    private OwnedProcess(Process process, string name)
    {
        this.process = process;
        this.name = name;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    public bool HasExited => process.HasExited;

    public static OwnedProcess Start(
        string program, IEnumerable<string> arguments, string? user = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        return new OwnedProcess(Launcher.Start(start, user), Path.GetFileName(program));
    }

    /// <summary>Runs a program to its end; throws with its output when it fails, or ends it when it takes longer than a bound.</summary>
    public static async Task Run(
        string program, IEnumerable<string> arguments, string? user = null, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? bound = null)
    {
        using var owned = Start(program, arguments, user, environment);
        using var patience = new CancellationTokenSource(bound ?? Timeout.InfiniteTimeSpan);
        try
        {
            await owned.process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            owned.process.Kill(entireProcessTree: true);
            await owned.process.WaitForExitAsync();
            throw owned.Failure($"did not end within {bound}");
        }

        if (owned.process.ExitCode != 0)
        {
            throw owned.Failure($"ended with {owned.process.ExitCode}");
        }
    }

    /// <summary>Waits until it serves; throws with its output when it ends before or takes too long.</summary>
    public async Task Ready(Func<Task<bool>> serves, TimeSpan bound)
    {
        try
        {
            await Wait.Until(async () => process.HasExited || await serves(), $"{name} serves", bound);
        }
        catch (TimeoutException)
        {
            throw Failure($"does not serve within {bound}");
        }

        if (process.HasExited)
        {
            throw Failure($"ended with {process.ExitCode}");
        }
    }

    public Task Signal(string signal) => process.HasExited ? Task.CompletedTask : Signal(signal, [process.Id]);

    /// <summary>With the processes that it has started, each of which may serve connections: none answers, and it starts no further one.</summary>
    public async Task Freeze()
    {
        if (!process.HasExited)
        {
            await Signal("STOP", [process.Id]);
            await Signal("STOP", Children());
        }
    }

    public async Task Thaw()
    {
        if (!process.HasExited)
        {
            await Signal("CONT", Children());
            await Signal("CONT", [process.Id]);
        }
    }

    /// <summary>What to throw when it has exited and nobody ended it.</summary>
    public DiedException Died() => new(name, process.ExitCode, output);

    /// <summary>Asks it to end, and ends it when it does not.</summary>
    public async Task Stop(string signal = "TERM")
    {
        await Signal(signal);
        using var bound = new CancellationTokenSource(ExitBound);
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            await Kill();
        }
    }

    public async Task Kill()
    {
        var children = process.HasExited ? [] : Children();
        process.Kill();

        // Those that were frozen with it end by themselves, and hold what it writes to until then.
        await Signal("CONT", children);
        await process.WaitForExitAsync();
    }

    public void Dispose() => process.Dispose();

    /// <summary>Of one that has just ended it says nothing.</summary>
    private static async Task Signal(string signal, int[] processes)
    {
        if (processes.Length > 0)
        {
            using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", .. processes.Select(id => $"{id}")]) { RedirectStandardError = true, UseShellExecute = false })!;
            await kill.WaitForExitAsync();
        }
    }

    private int[] Children()
    {
        try
        {
            var ids = File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children");
            return [.. ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            // It has just ended.
            return [];
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        output.Enqueue(line);
        if (output.Count > KeptLines)
        {
            output.TryDequeue(out _);
        }
    }

    private InvalidOperationException Failure(string what) => new($"{name} {what}:\n{string.Join('\n', output)}");
}
