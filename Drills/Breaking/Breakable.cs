using Drills.Plan;
using Drills.Processes;

namespace Drills.Breaking;

/// <summary>How one process, or a connection between two, is broken and mended.</summary>
public sealed record Breakable(string Name, FaultKind[] Kinds, Func<FaultKind, Task> Break, Func<FaultKind, Task> Mend)
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(60);

    /// <summary>Of the first instance the plain name, then with its number.</summary>
    public static string NameOf(string name, int instance) => instance == 0 ? name : $"{name}.{instance + 1}";

    public static Breakable Of(string name, HostProcess process) => new(
        name,
        [FaultKind.Kill, FaultKind.Kill, FaultKind.Terminate, FaultKind.Freeze],
        kind => kind switch
        {
            FaultKind.Kill => process.Kill(),
            FaultKind.Terminate => process.Terminate(Drain),
            FaultKind.Freeze => process.Freeze(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        },
        async kind =>
        {
            await process.Thaw();
            if (kind != FaultKind.Freeze && !process.IsRunning)
            {
                process.Start();
            }
        });

    /// <summary>Several at once.</summary>
    public static Breakable All(string name, params Breakable[] parts) => new(
        name,
        [FaultKind.Kill],
        kind => Task.WhenAll(parts.Select(part => part.Break(kind))),
        kind => Task.WhenAll(parts.Select(part => part.Mend(kind))));
}
