using Drills.Breaking;
using Testing.Servers;

namespace Faults.Subjects;

/// <summary>A proxy between each instance of a service and each server that it speaks with: <c>EventService/PostgreSQL</c>.</summary>
internal sealed class Links : IAsyncDisposable
{
    private readonly List<(string Between, TcpProxy Proxy)> links = [];

    /// <summary>By name; of a second instance <c>EventService/PostgreSQL.2</c>.</summary>
    public IEnumerable<Breakable> Parts => links.GroupBy(link => link.Between)
        .SelectMany(group => group.Select((link, i) => Broken.Of(Breakable.NameOf(group.Key, i), link.Proxy)));

    /// <inheritdoc cref="Testing.Processes.PortOf"/>
    public int PortOf(string service, RealServer server)
    {
        var proxy = new TcpProxy(server.Port);
        links.Add(($"{service}/{NameOf(server)}", proxy));
        return proxy.Port;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, proxy) in links)
        {
            await proxy.DisposeAsync();
        }
    }

    private static string NameOf(RealServer server) => server switch
    {
        RabbitMqServer => "RabbitMQ",
        PostgresServer => "PostgreSQL",
        RedisServer => "Redis",
        _ => throw new ArgumentOutOfRangeException(nameof(server)),
    };
}
