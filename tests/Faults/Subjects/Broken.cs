using Drills.Breaking;
using Drills.Plan;
using Testing.Servers;

namespace Faults.Subjects;

/// <summary>How servers, and the connections to them, are broken and mended.</summary>
internal static class Broken
{
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
}
