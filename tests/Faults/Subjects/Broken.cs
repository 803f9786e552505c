using Drills.Breaking;
using Drills.Plan;
using Testing.Servers;
using Testing.Stores;

namespace Faults.Subjects;

/// <summary>How servers, and the connections to them, are broken and mended.</summary>
internal static class Broken
{
    public static Breakable Of(string name, RealServer server) => new(
        name,
        [FaultKind.Kill, FaultKind.Terminate, FaultKind.Freeze],
        kind => kind switch
        {
            FaultKind.Kill => server.Kill(),
            FaultKind.Terminate => server.Stop(),
            FaultKind.Freeze => server.Freeze(),
            FaultKind.Forget => ((RedisServer)server).Restore(new Dictionary<string, byte[]>()),
            FaultKind.Flush => ((RedisServer)server).Flush(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        },
        async kind =>
        {
            await server.Thaw();
            await server.Start();
        });

    public static Breakable Of(string name, RedisServer server)
    {
        var asAServer = Of(name, (RealServer)server);
        return asAServer with { Kinds = [.. asAServer.Kinds, FaultKind.Forget, FaultKind.Flush] };
    }

    public static Breakable Of(string name, TcpProxy proxy) => new(
        name,
        [FaultKind.Reset, FaultKind.Stall, FaultKind.LoseAnswers],
        kind =>
        {
            Action act = kind switch
            {
                FaultKind.Reset => proxy.Reset,
                FaultKind.Stall => proxy.Stall,
                FaultKind.LoseAnswers => proxy.LoseAnswers,
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            };
            act();
            return Task.CompletedTask;
        },
        _ =>
        {
            proxy.Mend();
            return Task.CompletedTask;
        });

    /// <summary>Without room for a single byte.</summary>
    public static Breakable Of(string name, SmallDisk disk)
    {
        IDisposable? filler = null;
        return new(
            name,
            [FaultKind.Fill],
            _ =>
            {
                filler = disk.FillUp();
                return Task.CompletedTask;
            },
            _ =>
            {
                filler?.Dispose();
                return Task.CompletedTask;
            });
    }
}
