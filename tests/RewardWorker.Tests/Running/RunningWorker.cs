using System.Text.Json;
using Bus;
using Contracts.Requests;
using Documents;
using Documents.Engines;
using Documents.Outbox;
using Hosting.Networks;
using Hosting.Secrets;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RewardWorker.Delivery;
using RewardWorker.Fulfilment;
using RewardWorker.Granting;
using RewardWorker.Ledger;
using RewardWorker.Stock;
using RewardWorker.Terms;
using Testing;

namespace RewardWorker.Tests.Running;

/// <summary>The whole service on a bus in memory. What its documents raise waits in <see cref="Deliveries"/>.</summary>
internal sealed class RunningWorker : ServiceUnderTest
{
    /// <summary>Delivery secrets are sealed under a key that is derived from it.</summary>
    public const string Secret = "a-secret-of-the-tests-with-more-than-32-bytes";

    private RunningWorker(
        MemoryEngine engine, Deliveries deliveries, AheadTime time, LogLines lines, IEnumerable<(string Key, string Value)> settings, Action<WebApplicationBuilder> replace)
        : base(
            builder => builder.AddRewardWorker(),
            bus =>
            {
                bus.AddRewardWorkerConsumers();
                bus.ForService("event").AddRequestConsumer<EventServiceDouble.TermsConsumer>();
            },
            [
                new("Logging:LogLevel:Default", "Warning"),
                new("Jwt:Secret", Secret),
                new("Delivery:AllowPrivateNetworks", "true"),
                new("Messaging:RequestTimeoutMilliseconds", "30000"),
                .. settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
            ],
            replace)
    {
        Engine = engine;
        Deliveries = deliveries;
        Time = time;
        Lines = lines;
    }

    public MemoryEngine Engine { get; }

    public Deliveries Deliveries { get; }

    public AheadTime Time { get; }

    public LogLines Lines { get; }

    public EventServiceDouble EventService => Get<EventServiceDouble>();

    public IDocumentStore<RewardFulfilmentState> Fulfilments => Store<RewardFulfilmentState>();

    public IDocumentStore<StockPool> Pools => Store<StockPool>();

    public StockRoom Stock => Get<StockRoom>();

    public StockSweep Sweep => Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<StockSweep>().Single();

    public IDocumentStore<GrantDelivery> GrantDeliveries => Store<GrantDelivery>();

    public SecretCipher Cipher => Services.GetRequiredKeyedService<SecretCipher>(DeliverySettings.Section);

    public IDocumentStore<Grant> Grants => Store<Grant>();

    /// <param name="engine">Another worker's, to be a second instance of it.</param>
    /// <param name="resolve">How names of receivers become addresses; the machine's own way when null.</param>
    public static async Task<RunningWorker> Start(
        MemoryEngine? engine = null, ResolveHost? resolve = null, AheadTime? time = null, params (string Key, string Value)[] settings)
    {
        engine ??= new MemoryEngine();
        time ??= new AheadTime();
        var deliveries = new Deliveries();
        var lines = new LogLines();

        Type transport = null!;
        var worker = new RunningWorker(engine, deliveries, time, lines, settings, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddSingleton<EventServiceDouble>();
            builder.Logging.ClearProviders().AddProvider(lines);
            if (resolve is not null)
            {
                builder.Services.AddSingleton(resolve);
            }

            // What is forgotten, and when, each test says itself.
            builder.Services.Remove(builder.Services.Single(s => s.ImplementationType?.Name == "RetentionSweep`1"));
            transport = builder.Services.Last(s => s.ServiceType == typeof(IOutboxTransport)).ImplementationType!;
            builder.Services.AddSingleton<IOutboxTransport>(deliveries);
            builder.Services.AddKeyedSingleton("reward_db", (provider, _) => new Database(
                "reward_db", engine, [RewardFulfilmentState.Schema, EndsOfOlderVersions.Schema, global::RewardWorker.Ledger.Grant.Schema, StockPool.Schema, CouponCodeChunk.Schema, GrantDelivery.Schema, KnownTerms.Schema], deliveries, time, provider.GetRequiredService<ILogger<Database>>()));
        });

        // The library keeps the first host's loggers for whatever starts in the same flow.
        LogContext.ConfigureCurrentLogContext(worker.Get<ILoggerFactory>());
        await worker.App.StartAsync();
        deliveries.Bus = (IOutboxTransport)ActivatorUtilities.CreateInstance(worker.Services, transport);
        return worker;
    }

    /// <summary>As EventService sends it: with the rewards of a request by reference.</summary>
    public Task Deliver(object message) => Deliveries.Deliver(EventService.Refer(message));

    public async Task<Grant> Grant(GrantOrder order) => (await Get<Granter>().Grant(order, CancellationToken.None)).Entry;

    public Task TakeBack(GrantOrder order, string reason = "OTHER", bool compensation = true) =>
        Get<Reverser>().TakeBack(order.RequestId, order.Reward.RewardId, reason, compensation, CancellationToken.None);

    /// <summary>Makes a reward of a request one that is refused.</summary>
    public async Task Refuse(RewardRequested request, RewardToGrant reward, string code) =>
        (await Grants.Insert(global::RewardWorker.Ledger.Grant.Refused(Some.Order(request, reward), code, Time.GetUtcNow()))).IsSaved.ShouldBeTrue();

    /// <summary>Delivers one of the waiting messages, EventService's to its double; false when none waits.</summary>
    public async Task<bool> Step(int choice = 0, bool keepCopy = false)
    {
        if (Deliveries.Take(choice, keepCopy) is not { } message)
        {
            return false;
        }

        if (!EventServiceDouble.Consumes(message))
        {
            await Deliver(message);
            return true;
        }

        foreach (var next in EventService.Consume(message))
        {
            Deliveries.Add(next);
        }

        return true;
    }

    /// <summary>Delivers everything, and what follows from it, in the order in which it was raised.</summary>
    public async Task Settle()
    {
        while (await Step())
        {
        }
    }

    /// <summary>A user's request, known to EventService and on its way to the worker.</summary>
    public void Request(RewardRequested request)
    {
        EventService.Requests[request.RequestId] = request;
        Deliveries.Add(request);
    }

    public async Task<Response<TAnswer, TOther>> Ask<TQuestion, TAnswer, TOther>(TQuestion question)
        where TQuestion : class
        where TAnswer : class
        where TOther : class =>
        await Bus.CreateRequestClient<TQuestion>().GetResponse<TAnswer, TOther>(question);

    public async Task<TAnswer> Ask<TQuestion, TAnswer>(TQuestion question) where TQuestion : class where TAnswer : class =>
        (await Bus.CreateRequestClient<TQuestion>().GetResponse<TAnswer>(question)).Message;

    public async Task<RewardFulfilmentState> Fulfilment(Guid requestId) => (await Fulfilments.Get(requestId.ToString()))!;

    /// <summary>Every entry that any ledger holds.</summary>
    public IReadOnlyList<Grant> Entries() =>
    [
        .. Engine.Saved.Where(w => w is { Schema.Collection: "grants", Kind: WriteKind.Insert })
            .Select(w => JsonSerializer.Deserialize<Grant>(w.Body, DocumentJson.Options)!)
            .Where(g => g.Kind is GrantKind.Granted or GrantKind.Reversal),
    ];
}
