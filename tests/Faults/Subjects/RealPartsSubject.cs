using Faults.Plan;
using Testing.Processes;

namespace Faults.Subjects;

/// <summary>The four services as processes over RabbitMQ, Redis and PostgreSQL.</summary>
internal sealed class RealPartsSubject : ISubject
{
    private readonly Deployment deployment;
    private readonly Parts parts;

    private RealPartsSubject(Deployment deployment)
    {
        this.deployment = deployment;
        Breakable[] services =
        [
            Breakable.Of("Gateway", deployment.Gateway),
            Breakable.Of("AuthService", deployment.AuthService),
            Breakable.Of("EventService", deployment.EventService),
            Breakable.Of("RewardWorker", deployment.RewardWorker),
        ];
        parts = new Parts(
        [
            .. services,
            Breakable.All("Services", services),
            Breakable.Of("RabbitMQ", deployment.RabbitMq),
            Breakable.Of("PostgreSQL", deployment.Postgres!),
            Breakable.Of("Redis", deployment.Redis, forget: () => deployment.Redis.Restore(new Dictionary<string, byte[]>())),
        ]);
    }

    public Uri Address => deployment.Address;

    public IReadOnlyList<(string Target, FaultKind[] Kinds)> Targets => parts.Targets;

    public static async Task<ISubject> Start(params (string Key, string Value)[] settings) => new RealPartsSubject(await Deployment.Start(settings));

    public Task Inject(Fault fault, CancellationToken cancellationToken) => parts.Inject(fault, cancellationToken);

    public Task Heal() => deployment.StartAll();

    public long Memory() => new[] { deployment.Gateway, deployment.AuthService, deployment.EventService, deployment.RewardWorker }.Sum(service => service.Memory());

    public ValueTask DisposeAsync() => deployment.DisposeAsync();
}
