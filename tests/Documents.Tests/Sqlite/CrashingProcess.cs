using System.Diagnostics;

namespace Documents.Tests.Sqlite;

/// <summary><see cref="CrashingProgram"/> as a child of the test.</summary>
internal sealed class CrashingProcess : IDisposable
{
    private readonly Process process;
    private readonly List<string> acknowledged = [];

    private CrashingProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        process = Process.Start(start)!;
    }

    /// <summary>Every id that the process has printed and this side has read.</summary>
    public IReadOnlyList<string> Acknowledged => acknowledged;

    public static CrashingProcess Writing(string folder, string prefix) => new(new(Dotnet, [Program, folder, prefix]));

    public async Task Acknowledges(int count)
    {
        while (acknowledged.Count < count)
        {
            acknowledged.Add((await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60))).ShouldNotBeNull("the process ended"));
        }
    }

    /// <summary>SIGKILL: nothing is finished, nothing is flushed.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();

        // What it printed before it died counts; a line that it did not finish does not.
        var rest = await process.StandardOutput.ReadToEndAsync();
        acknowledged.AddRange(rest.Split('\n')[..^1]);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Program => typeof(CrashingProgram).Assembly.Location;
}
