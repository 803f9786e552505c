using Drills.Breaking;
using Drills.Plan;
using Testing.Processes;

namespace Faults.Subjects;

/// <summary>The four services as processes over RabbitMQ, Redis and PostgreSQL, one instance of each or more, with a proxy on every connection between them.</summary>
internal sealed class RealPartsSubject : ISubject
{
    private readonly Deployment deployment;
    private readonly Links links;
    private readonly Parts parts;

    private RealPartsSubject(Deployment deployment, Links links)
    {
        this.deployment = deployment;
        this.links = links;
        Breakable[] services =
        [
            .. deployment.Services.GroupBy(service => service.Name)
                .SelectMany(instances => instances.Select((service, i) => Breakable.Of(Breakable.NameOf(service.Name, i), service))),
        ];
        parts = new Parts(
        [
            .. services,
            Breakable.All("Services", services),
            Broken.Of("RabbitMQ", deployment.RabbitMq),
            Broken.Of("PostgreSQL", deployment.Postgres!),
            Broken.Of("Redis", deployment.Redis, forget: () => deployment.Redis.Restore(new Dictionary<string, byte[]>())),
            .. links.Parts,
        ]);
    }

    public IReadOnlyList<Uri> Addresses => [.. deployment.Gateways.Select(gateway => gateway.Address)];

    public IReadOnlyList<(string Target, FaultKind[] Kinds)> Targets => parts.Targets;

    /// <param name="instances">Of each service.</param>
    public static async Task<ISubject> Start(int instances, params (string Key, string Value)[] settings)
    {
        var between = new Links();
        try
        {
            return new RealPartsSubject(await Deployment.Ready(Components()), between);
        }
        catch
        {
            await between.DisposeAsync();
            throw;
        }

        async Task<Deployment> Components()
        {
            var made = await Deployment.Components(between.PortOf, settings);
            for (var more = 1; more < instances; more++)
            {
                made.AddOneOfEach();
            }

            return made;
        }
    }

    public Task Inject(Fault fault, CancellationToken cancellationToken) => parts.Inject(fault, cancellationToken);

    public Task Heal() => deployment.StartAll();

    public long Memory() => deployment.Services.Sum(service => service.Memory());

    public async ValueTask DisposeAsync()
    {
        await deployment.DisposeAsync();
        await links.DisposeAsync();
    }
}
