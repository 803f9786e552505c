using Faults.Plan;
using Testing.Processes;
using Testing.Servers;

namespace Faults.Subjects;

/// <summary>How one process, or a connection between two, is broken and mended.</summary>
internal sealed record Breakable(string Name, FaultKind[] Kinds, Func<FaultKind, Task> Break, Func<FaultKind, Task> Mend)
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(60);

    /// <summary>Of the first instance the plain name, then with its number.</summary>
    public static string NameOf(string name, int instance) => instance == 0 ? name : $"{name}.{instance + 1}";

    public static Breakable Of(string name, ServiceProcess process) => new(
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

    public static Breakable Of(string name, RealServer server, Func<Task>? forget = null) => new(
        name,
        [FaultKind.Kill, FaultKind.Terminate, FaultKind.Freeze, .. forget is null ? Array.Empty<FaultKind>() : [FaultKind.Forget]],
        kind => kind switch
        {
            FaultKind.Kill => server.Kill(),
            FaultKind.Terminate => server.Stop(),
            FaultKind.Freeze => server.Freeze(),
            FaultKind.Forget => forget!(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        },
        async kind =>
        {
            await server.Thaw();
            await server.Start();
        });

    public static Breakable Of(string name, TcpProxy proxy) => new(
        name,
        [FaultKind.Reset, FaultKind.Stall],
        kind =>
        {
            (kind == FaultKind.Reset ? (Action)proxy.Reset : proxy.Stall)();
            return Task.CompletedTask;
        },
        _ =>
        {
            proxy.Mend();
            return Task.CompletedTask;
        });

    /// <summary>Several at once.</summary>
    public static Breakable All(string name, params Breakable[] parts) => new(
        name,
        [FaultKind.Kill],
        kind => Task.WhenAll(parts.Select(part => part.Break(kind))),
        kind => Task.WhenAll(parts.Select(part => part.Mend(kind))));
}
