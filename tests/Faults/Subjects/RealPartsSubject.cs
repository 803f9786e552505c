using Drills.Breaking;
using Drills.Plan;
using Testing.Processes;

namespace Faults.Subjects;

/// <summary>The services as processes over RabbitMQ, Redis and PostgreSQL, one instance of each or more, with a proxy on every connection between them.</summary>
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
                .SelectMany(instances => instances.Zip(links.ClocksOf(instances.Key)).Select((one, i) =>
                {
                    var process = Breakable.Of(Breakable.NameOf(one.First.Name, i), one.First);
                    return one.Second?.Of(process) ?? process;
                })),
        ];
        parts = new Parts(
        [
            .. services,
            Breakable.All("Services", services),
            Broken.Of("RabbitMQ", deployment.RabbitMq),
            Broken.Of("PostgreSQL", deployment.Postgres!),
            Broken.Of("Redis", deployment.Redis),
            .. links.Parts,
        ]);
    }

    public IReadOnlyList<Uri> Addresses => [.. deployment.Gateways.Select(gateway => gateway.Address)];

    public IReadOnlyList<(string Target, FaultKind[] Kinds)> Targets => parts.Targets;

    public static async Task<ISubject> Start(SubjectSettings form)
    {
        var between = new Links(form.Clocks, form.Beside);
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
            var made = await Deployment.Components(between, form.Environment);
            for (var more = 1; more < form.Instances; more++)
            {
                made.AddOneOfEach();
            }

            return made;
        }
    }

    public Task Inject(Fault fault, CancellationToken cancellationToken) => parts.Inject(fault, cancellationToken);

    public Task Heal() => deployment.StartAll();

    public IEnumerable<(string Name, string Text)> Logs() => deployment.Services.GroupBy(service => service.Name)
        .SelectMany(instances => instances.Select((service, i) => (Breakable.NameOf(service.Name, i), service.Log)));

    public long Memory() => deployment.Services.Sum(service => service.Memory());

    public async ValueTask DisposeAsync()
    {
        await deployment.DisposeAsync();
        await links.DisposeAsync();
    }
}
