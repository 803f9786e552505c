using Bench.Measures;

namespace Bench.Targets;

/// <summary>The services as processes over RabbitMQ, Redis and PostgreSQL.</summary>
internal sealed class Parts : Target
{
    private const string Live = "LiveService";

    private static readonly string[] Behind = ["AuthService", "CampaignService", "EventService", Live, "RewardWorker"];

    private readonly Servers servers;
    private readonly Service gateway;

    private Parts(Tree tree, Servers servers, IReadOnlyDictionary<string, string> settings, int liveServices)
        : base(NameOf("parts", tree))
    {
        this.servers = servers;
        var all = new Dictionary<string, string>(settings)
        {
            ["Transport"] = "rabbitmq",
            ["ConnectionStrings__RabbitMq"] = servers.RabbitMq,
            ["ConnectionStrings__Redis"] = servers.Redis,
            ["Storage__Provider"] = "postgres",
            ["ConnectionStrings__Storage"] = servers.PostgreSql,
        };

        // An older tree has fewer.
        foreach (var service in Behind.Where(service => Directory.Exists(Path.Combine(tree.Root, service))))
        {
            for (var i = 0; i < (service == Live ? liveServices : 1); i++)
            {
                var started = Start(tree, service, all);
                if (service == Live)
                {
                    all[$"Services__Live__{i}"] = $"{started.Address}";
                }
            }
        }

        gateway = Start(tree, "Gateway", all);
    }

    public override Uri Address => gateway.Address;

    public override IReadOnlyList<string> Programs =>
        ["Gateway", .. Behind, ProcessTimes.RabbitMq, ProcessTimes.PostgreSql, ProcessTimes.Redis];

    public override IReadOnlyList<ICounters> Counters => servers.Counters;

    /// <param name="settings">Besides the usual ones, by the names of their environment variables.</param>
    /// <param name="liveServices">How many of them.</param>
    public static async Task<Target> Start(
        Tree tree, Servers servers, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken, int liveServices = 1)
    {
        var parts = new Parts(tree, servers, settings, liveServices);
        try
        {
            await parts.Ready(cancellationToken);
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }

        return parts;
    }
}
