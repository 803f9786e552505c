using System.Text.Json;
using Bus;
using Contracts.Requests;
using Documents;
using Documents.Engines;
using Documents.Outbox;
using Hosting;
using Hosting.Secrets;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RewardWorker.Delivery;
using RewardWorker.Fulfilment;
using RewardWorker.Granting;
using RewardWorker.Ledger;
using RewardWorker.Stock;
using Testing;

namespace RewardWorker.Tests.Running;

/// <summary>The whole service on a bus in memory. What its documents raise waits in <see cref="Deliveries"/>.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    /// <summary>Delivery secrets are sealed under a key that is derived from it.</summary>
    public const string Secret = "a-secret-of-the-tests-with-more-than-32-bytes";

    private readonly WebApplication app;

    private RunningWorker(WebApplication app, MemoryEngine engine, Deliveries deliveries, AheadTime time, LogLines lines)
    {
        this.app = app;
        Engine = engine;
        Deliveries = deliveries;
        Time = time;
        Lines = lines;
    }

    public MemoryEngine Engine { get; }

    public Deliveries Deliveries { get; }

    public AheadTime Time { get; }

    public LogLines Lines { get; }

    public EventServiceDouble EventService { get; } = new();

    public IDocumentStore<RewardFulfilmentState> Fulfilments => app.Services.GetRequiredService<IDocumentStore<RewardFulfilmentState>>();

    public IDocumentStore<StockPool> Pools => app.Services.GetRequiredService<IDocumentStore<StockPool>>();

    public StockSweep Sweep => app.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<StockSweep>().Single();

    public IDocumentStore<GrantDelivery> GrantDeliveries => app.Services.GetRequiredService<IDocumentStore<GrantDelivery>>();

    public SecretCipher Cipher => app.Services.GetRequiredService<SecretCipher>();

    public IDocumentStore<Grant> Grants => app.Services.GetRequiredService<IDocumentStore<Grant>>();

    /// <param name="engine">Another worker's, to be a second instance of it.</param>
    /// <param name="resolve">How names of receivers become addresses; the machine's own way when null.</param>
    public static async Task<RunningWorker> Start(
        MemoryEngine? engine = null, ResolveHost? resolve = null, AheadTime? time = null, params (string Key, string Value)[] settings)
    {
        engine ??= new MemoryEngine();
        time ??= new AheadTime();
        var deliveries = new Deliveries();
        var lines = new LogLines();

        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
            [new("Transport", "embedded"), new("Logging:LogLevel:Default", "Warning"), new("Jwt:Secret", Secret), new("Delivery:AllowPrivateNetworks", "true"), new("Messaging:RequestTimeoutMilliseconds", "30000")]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddHosting();
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.AddRewardWorker();
        builder.AddMessageBus(bus => bus.AddRewardWorkerConsumers());
        if (resolve is not null)
        {
            builder.Services.AddSingleton(resolve);
        }

        var bus = builder.Services.Last(s => s.ServiceType == typeof(IOutboxTransport)).ImplementationType!;
        builder.Services.AddSingleton<IOutboxTransport>(deliveries);
        builder.Services.AddKeyedSingleton("reward_db", (provider, _) => new Database(
            "reward_db", engine, [RewardFulfilmentState.Schema, Grant.Schema, StockPool.Schema, CouponCodeChunk.Schema, GrantDelivery.Schema], deliveries, time, provider.GetRequiredService<ILogger<Database>>()));

        var built = builder.Build();
        // The library keeps the first host's loggers for whatever starts in the same flow.
        LogContext.ConfigureCurrentLogContext(built.Services.GetRequiredService<ILoggerFactory>());
        await built.StartAsync();
        deliveries.Bus = (IOutboxTransport)ActivatorUtilities.CreateInstance(built.Services, bus);
        return new RunningWorker(built, engine, deliveries, time, lines);
    }

    public Task Deliver(object message) => Deliveries.Deliver(message);

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
        await app.Services.GetRequiredService<IBus>().CreateRequestClient<TQuestion>().GetResponse<TAnswer, TOther>(question);

    public async Task<TAnswer> Ask<TQuestion, TAnswer>(TQuestion question) where TQuestion : class where TAnswer : class =>
        (await app.Services.GetRequiredService<IBus>().CreateRequestClient<TQuestion>().GetResponse<TAnswer>(question)).Message;

    public async Task<RewardFulfilmentState> Fulfilment(Guid requestId) => (await Fulfilments.Get(requestId.ToString()))!;

    /// <summary>Every entry that any ledger holds.</summary>
    public IReadOnlyList<Grant> Ledger() =>
    [
        .. Engine.Saved.Where(w => w is { Schema.Collection: "grants", Kind: WriteKind.Insert })
            .Select(w => JsonSerializer.Deserialize<Grant>(w.Body, DocumentJson.Options)!)
            .Where(g => g.Kind is GrantKind.Granted or GrantKind.Reversal),
    ];

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
