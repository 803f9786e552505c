using Contracts.Deliveries;
using Contracts.Requests;
using Documents;
using Documents.Pools;
using Documents.Sagas;
using EventService.Requests;
using EventService.Terms;
using MassTransit;
using MassTransit.Mediator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RewardWorker.Delivery;
using RewardWorker.Fulfilment;
using RewardWorker.Granting;
using RewardWorker.Ledger;
using RewardWorker.Stock;
using RewardWorker.Terms;

namespace Model.Tests;

/// <summary>
/// The code that is explored, as it is: RewardWorker's saga over its repository, granter and reverser, and EventService's
/// consumers that decide on requests and record their outcomes, on the stores and the clock of a <see cref="World"/>.
/// </summary>
internal sealed class Product : IAsyncDisposable
{
    private static readonly HashSet<Type> Consumed =
    [
        typeof(RewardRequested), typeof(RewardRequestApproved), typeof(RewardRequestRejected), typeof(RewardRequestCancelled), typeof(RewardRequestRevoked),
        typeof(DeliverGrant), typeof(RewardRequestGranted), typeof(RewardRequestFulfilled), typeof(RewardRequestFailed), typeof(RejectRewardRequest),
    ];

    private readonly ServiceProvider services;
    private readonly IMediator mediator;
    private readonly PoolCombiner<StockPool> pools;

    public Product(World world)
    {
        World = world;
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(world);
        Add(RewardRequest.Schema);
        Add(RequestPool.Schema);
        Add(RewardTermsDocument.Schema);
        Add(RewardFulfilmentState.Schema);
        Add(Grant.Schema);
        Add(StockPool.Schema);
        Add(CouponCodeChunk.Schema);
        Add(GrantDelivery.Schema);
        collection.AddSingleton(typeof(PoolCombiner<>));
        collection.AddSingleton<RequestLimits>();
        collection.AddSingleton<RewardTermsStore>();
        collection.AddSingleton<ShownRequests>();
        collection.AddSingleton<PoolsInDemand>();
        collection.AddSingleton<ClaimFates>();
        collection.AddSingleton<StockRoom>();
        collection.AddSingleton<Granter>();
        collection.AddSingleton<Reverser>();
        collection.AddSingleton(provider => new Lazy<Granter>(provider.GetRequiredService<Granter>));
        collection.AddSingleton(provider => new Lazy<Reverser>(provider.GetRequiredService<Reverser>));
        collection.AddSingleton(new Lazy<TermsBook>(() => throw new InvalidOperationException("The requests have their rewards inside.")));
        collection.AddMediator(bus =>
        {
            bus.AddSagaStateMachine<RewardFulfilmentStateMachine, RewardFulfilmentState>().DocumentRepository(begunBy: typeof(RewardRequested));
            bus.AddConsumer<RecordOutcomeConsumer>();
            bus.AddConsumer<ApproveRewardRequestConsumer>();
            bus.AddConsumer<RejectRewardRequestConsumer>();
            bus.AddConsumer<CancelRewardRequestConsumer>();
            bus.AddConsumer<RevokeRewardRequestConsumer>();
            bus.AddConsumer<ResumeRewardRequestConsumer>();

            // A saga that was there already is found by the second attempt, as on the broker.
            bus.ConfigureMediator((_, mediator) => mediator.UseMessageRetry(retry => retry.Immediate(2)));
        });
        services = collection.BuildServiceProvider();
        mediator = services.GetRequiredService<IMediator>();
        pools = services.GetRequiredService<PoolCombiner<StockPool>>();

        void Add<T>(Schema<T> schema) where T : Document => collection.AddSingleton<IDocumentStore<T>>(new WorldStore<T>(world, schema));
    }

    public World World { get; }

    public static bool Consumes(object message) => Consumed.Contains(message.GetType());

    /// <summary>One message, from where the world stands to its end, or to where the process ends.</summary>
    public Task Consume(object message) => mediator.Send(message, message.GetType());

    public Task SweepStock() => new StockSweep(
        services.GetRequiredService<IDocumentStore<StockPool>>(), services.GetRequiredService<IDocumentStore<Grant>>(), pools, World, NullLogger<StockSweep>.Instance)
        .Sweep(CancellationToken.None);

    /// <summary>What this process would have taken along with its next change of a pool is taken along now.</summary>
    public async Task TakeAlong()
    {
        foreach (var pool in World.State.All(StockPool.Schema))
        {
            await pools.Apply(pool.Id, _ => true);
        }
    }

    public async ValueTask DisposeAsync() => await services.DisposeAsync();
}
