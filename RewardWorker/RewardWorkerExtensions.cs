using Bus;
using Contracts.Requests;
using Documents;
using Documents.Pools;
using Documents.Sagas;
using Documents.Sweeps;
using Hosting.Metrics;
using MassTransit;
using RewardWorker.Delivery;
using RewardWorker.Fulfilment;
using RewardWorker.Granting;
using RewardWorker.Ledger;
using RewardWorker.Operations;
using RewardWorker.Reconciliation;
using RewardWorker.Stock;
using RewardWorker.Terms;
using RewardWorker.Wallets;
using Storage;

namespace RewardWorker;

public static class RewardWorkerExtensions
{
    /// <summary>Fulfilment, the ledger, what limits it and what reads it, in their own database.</summary>
    public static void AddRewardWorker(this WebApplicationBuilder builder)
    {
        builder.AddDocuments("reward_db")
            .Add(RewardFulfilmentState.Schema)
            .Add(EndsOfOlderVersions.Schema)
            .Add(Grant.Schema)
            .Add(StockPool.Schema)
            .Add(CouponCodeChunk.Schema)
            .Add(GrantDelivery.Schema)
            .Add(KnownTerms.Schema);
        builder.Services.AddSingleton<PoolCombiner<StockPool>>();
        builder.Services.AddSingleton<PoolsInDemand>();
        builder.Services.AddSingleton<ClaimFates>();
        builder.Services.AddSingleton<StockRoom>();
        builder.Services.AddSingleton<TermsBook>();
        builder.Services.AddSingleton<GrantCheck>();
        builder.Services.AddSingleton<StockCheck>();
        builder.Services.AddHostedService<StockSweep>();
        builder.Services.AddRetention<FinishedFulfilments>();
        builder.Services.AddDueSweep<RewardFulfilmentState>(f => f.DueAt, f => new FulfilmentDue(f.CorrelationId));
        builder.Services.AddSample(provider => provider.GetRequiredService<PoolsInDemand>().Sample);
        builder.Services.AddSample(provider => FulfilmentMetrics.Sample(
            provider.GetRequiredService<IDocumentStore<RewardFulfilmentState>>(), provider.GetRequiredService<TimeProvider>()));
        builder.AddDelivery();
    }

    public static void AddRewardWorkerConsumers(this IBusRegistrationConfigurator registrations)
    {
        registrations.AddSingleton<Granter>();
        registrations.AddSingleton<Reverser>();
        registrations.AddSingleton(provider => new Lazy<Granter>(provider.GetRequiredService<Granter>));
        registrations.AddSingleton(provider => new Lazy<Reverser>(provider.GetRequiredService<Reverser>));
        registrations.AddSingleton(provider => new Lazy<TermsBook>(provider.GetRequiredService<TermsBook>));
        var bus = registrations.ForService("reward");
        bus.AddDurableSaga<RewardFulfilmentStateMachine, RewardFulfilmentState, RewardFulfilmentDefinition>("fulfilment")
            .DocumentRepository(begunBy: typeof(RewardRequested));
        bus.AddDurableConsumer<DefineStockConsumer>();
        bus.AddRequestConsumer<ChangeStockConsumer>();
        bus.AddRequestConsumer<GetStockConsumer>();
        bus.AddRequestConsumer<AddCouponCodesConsumer>();
        bus.AddDurableConsumer<StockLowConsumer>();
        bus.AddRequestConsumer<GetWalletConsumer>();
        bus.AddRequestConsumer<GetLedgerConsumer>();
        bus.AddDeliveryConsumers();
        bus.AddRequestConsumer<FindLedgerFaultsConsumer>();
        bus.AddRequestConsumer<FindOversoldConsumer>();
        bus.AddRequestConsumer<GetGrantingOperationsConsumer>();
    }
}
