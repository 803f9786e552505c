using System.Diagnostics;
using Testing.Processes;

namespace Bench.Targets;

/// <summary>A checkout whose services are measured.</summary>
/// <param name="Name">Stands beside what was measured; empty for the checkout that this bench is of.</param>
internal sealed record Tree(string Name, string Root)
{
    public static readonly Tree Own = new("", Repository.Root);

    public static Tree At(DirectoryInfo folder) => new(folder.Name, folder.FullName);

    public string Assembly(string service) => Path.Combine(Root, service, "bin", "Release", "net10.0", $"{service}.dll");

    /// <summary>Platform refers to every service, so all are built with it.</summary>
    public async Task Build(CancellationToken cancellationToken)
    {
        using var build = Process.Start(new ProcessStartInfo(
            "dotnet", ["build", Path.Combine(Root, "Platform"), "-c", "Release", "--nologo", "-v", "quiet", "-clp:ErrorsOnly"])
        { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await build.StandardOutput.ReadToEndAsync(cancellationToken);
        await build.WaitForExitAsync(cancellationToken);
        if (build.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Root} does not build:\n{said}");
        }
    }
}
