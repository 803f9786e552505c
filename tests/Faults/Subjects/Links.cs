using Drills.Breaking;
using Testing.Processes;
using Testing.Servers;

namespace Faults.Subjects;

/// <summary>
/// A proxy between each instance of a service and each server that it speaks with: <c>EventService/PostgreSQL</c>. A clock for each, where
/// it can be set. Instances after the first may be of another version.
/// </summary>
/// <param name="clocks">Whether clocks may be set.</param>
/// <param name="beside">The built checkout of the other version; null: all are of this one.</param>
internal sealed class Links(bool clocks, string? beside) : Surroundings, IAsyncDisposable
{
    private readonly List<(string Between, TcpProxy Proxy)> links = [];
    private readonly List<(string Service, Clock? Clock)> instances = [];

    /// <summary>By name; of a second instance <c>EventService/PostgreSQL.2</c>.</summary>
    public IEnumerable<Breakable> Parts => links.GroupBy(link => link.Between)
        .SelectMany(group => group.Select((link, i) => Broken.Of(Breakable.NameOf(group.Key, i), link.Proxy)));

    /// <summary>In the order in which instances were added; null where it cannot be set.</summary>
    public IEnumerable<Clock?> ClocksOf(string service) => instances.Where(instance => instance.Service == service).Select(instance => instance.Clock);

    public override IEnumerable<(string Key, string Value)> SettingsOf(string service)
    {
        var clock = clocks ? new Clock() : null;
        instances.Add((service, clock));
        return clock?.Settings ?? [];
    }

    public override string TreeOf(string service) =>
        beside is not null && instances.Count(instance => instance.Service == service) > 1 ? beside : base.TreeOf(service);

    public override int PortOf(string service, RealServer server)
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

        foreach (var (_, clock) in instances)
        {
            clock?.Dispose();
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
