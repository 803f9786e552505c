using System.Text;
using System.Text.Json;
using CampaignService.Campaigns;
using CampaignService.Configurations;
using CampaignService.Credentials;
using CampaignService.Platforms;
using CampaignService.Sweeps;
using CampaignService.Syncs;
using Contracts.Connections;
using Contracts.Syncs;
using Documents;
using Documents.Engines;
using Documents.Outbox;
using Documents.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;
using Testing.Stores;

namespace CampaignService.Tests.Syncs;

/// <summary>Connected accounts, their campaigns and syncs in a database of their own, without a service around them.</summary>
internal sealed class OpenSyncs : IAsyncDisposable
{
    private static readonly Crash None = new(int.MaxValue, false);
    private static readonly CredentialKeys Keys = new(new CredentialKey("first", new byte[CredentialKey.Size]));

    private readonly Database database;
    private readonly Func<Task> cleanup;

    private OpenSyncs(IDocumentEngine engine, Func<Task> cleanup)
    {
        this.cleanup = cleanup;
        database = new Database(
            "campaign_db",
            engine,
            [ConnectedAccount.Schema, PlatformConfigs.Schema, Campaign.Schema, Sync.Schema, ListedCampaigns.Schema],
            new Nowhere(),
            TimeProvider.System,
            NullLogger<Database>.Instance);
    }

    public Owner Owner { get; } = new(OwnerKind.User, Guid.NewGuid());

    public FakeTime Time { get; } = new(new DateTimeOffset(2030, 1, 31, 12, 0, 0, TimeSpan.Zero));

    public ScriptedPlatform Platform { get; } = new();

    public IDocumentStore<Sync> Syncs => database.Store(Sync.Schema);

    public IDocumentStore<Campaign> Campaigns => database.Store(Campaign.Schema);

    public IDocumentStore<ConnectedAccount> Accounts => database.Store(ConnectedAccount.Schema);

    public IDocumentStore<ListedCampaigns> Listed => database.Store(ListedCampaigns.Schema);

    public Leftovers Leftovers => new(Accounts, Syncs, Listed, Changes, Time);

    public CampaignChanges Changes => new(Campaigns, Time);

    /// <summary>Over SQLite.</summary>
    public static Task<OpenSyncs> Create()
    {
        var folder = Directory.CreateTempSubdirectory("syncs-");
        return Create(new SqliteEngine(Path.Combine(folder.FullName, "campaign_db.db"), NullLogger.Instance), () =>
        {
            folder.Delete(recursive: true);
            return Task.CompletedTask;
        });
    }

    /// <param name="cleanup">Takes away what the engine has stored.</param>
    public static async Task<OpenSyncs> Create(IDocumentEngine engine, Func<Task> cleanup)
    {
        var opened = new OpenSyncs(engine, cleanup);
        await opened.database.Open();
        var configs = PlatformConfigs.Of(opened.Owner, "http", opened.Time.GetUtcNow());
        var id = Guid.NewGuid();
        configs.Configs = [new PlatformConfig(id, "c", new Dictionary<string, JsonElement> { ["baseUrl"] = JsonSerializer.SerializeToElement("https://ads.example") }, opened.Time.GetUtcNow(), opened.Time.GetUtcNow())];
        configs.CurrentId = id;
        await opened.database.Store(PlatformConfigs.Schema).Insert(configs);
        await opened.Connect("acme");
        return opened;
    }

    public async Task<ConnectedAccount> Connect(string accountId, string keyId = "first", int? every = null)
    {
        var account = ConnectedAccount.Of(Owner, "http", accountId, Time.GetUtcNow());
        account.ConnectionId = Guid.NewGuid();
        account.SyncEveryMinutes = every;
        account.Sealed = new SealedCredentials(Keys, NullLogger<SealedCredentials>.Instance)
            .Seal(account.Id, Encoding.UTF8.GetBytes($$"""{"token":"{{ScriptedPlatform.Token}}"}""")) with
        { KeyId = keyId };
        (await Accounts.Insert(account)).ShouldBe(WriteResult.Saved);
        return account;
    }

    /// <summary>An instance of the service.</summary>
    public SyncSteps Steps(Crash? crash = null)
    {
        var dying = crash ?? None;
        return new SyncSteps(
            new FaultyStore<Sync>(Syncs, dying),
            new FaultyStore<ConnectedAccount>(Accounts, dying),
            new FaultyStore<ListedCampaigns>(Listed, dying),
            database.Store(PlatformConfigs.Schema),
            new SealedCredentials(Keys, NullLogger<SealedCredentials>.Instance),
            new KnownPlatforms([Platform]),
            new CampaignChanges(new FaultyStore<Campaign>(Campaigns, dying), Time),
            Time,
            NullLogger<SyncSteps>.Instance);
    }

    /// <summary>An instance that hears that the time of an account has come.</summary>
    public Task Due(string accountId) =>
        new SyncDueConsumer(Syncs, Accounts, Time, NullLogger<SyncDueConsumer>.Instance).Consume(Received.Of(new SyncDue(ConnectedAccount.IdOf(Owner, "http", accountId))));

    public async Task<IReadOnlyList<Sync>> Begun() => (await Syncs.Query(new Query<Sync>().OrderBy(s => s.StartedAt).Take(100))).Items;

    public async Task<Sync> Begin(params string[] accounts)
    {
        var all = accounts.Length == 0 ? ["acme"] : accounts;
        var sync = Sync.Of(Guid.NewGuid(), Owner.ToString(), "http", all.Length == 1 ? all[0] : null, all, SyncTrigger.Manual, Time.GetUtcNow());
        (await Syncs.Insert(sync)).ShouldBe(WriteResult.Saved);
        return sync;
    }

    /// <summary>As the messages and the sweep do, until nothing is left to do.</summary>
    public async Task<Sync> Go(Sync sync)
    {
        for (var step = 0; step < 10_000; step++)
        {
            var stored = (await Syncs.Get(sync.Id))!;
            if (stored.DueAt is not { } due)
            {
                return stored;
            }

            if (stored.TakenUntil > Time.GetUtcNow() || (stored.FailingSince is not null && due > Time.GetUtcNow()))
            {
                Time.SetUtcNow(due);
            }

            await Steps().Continue(stored.SyncId, stored.Step, default);
        }

        throw new TimeoutException("The sync does not end.");
    }

    public async Task<Sync> Run(params string[] accounts) => await Go(await Begin(accounts));

    public async Task<IReadOnlyList<Campaign>> All()
    {
        var all = new List<Campaign>();
        string? next = null;
        do
        {
            var page = await Campaigns.Query(new Query<Campaign>().Where(c => c.Scope, $"{Owner}/http").OrderBy(c => c.FoundAt).After(Cursor.Parse(next)).Take(1000));
            all.AddRange(page.Items);
            next = page.NextCursor;
        }
        while (next is not null);

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await cleanup();
    }

    private sealed class Nowhere : IOutboxTransport
    {
        public Task Send(OutboxMessage message, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Announce(object item)
        {
        }
    }
}
