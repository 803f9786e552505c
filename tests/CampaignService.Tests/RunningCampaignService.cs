using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using CampaignService.Credentials;
using Contracts;
using Contracts.Audit;
using Contracts.Connections;
using Contracts.Users;
using Hosting.Secrets;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace CampaignService.Tests;

/// <summary>The service as Platform runs it, and someone who listens. What it stores can outlive it.</summary>
internal sealed class RunningCampaignService : ServiceUnderTest
{
    public const string JwtSecret = "a-secret-of-the-tests-with-more-than-32-bytes";

    public const string Http = "http";

    private readonly DirectoryInfo? folder;

    private RunningCampaignService(string path, DirectoryInfo? folder, (string Key, string Value)[] settings)
        : base(
            builder => builder.AddCampaignService(),
            bus =>
            {
                bus.AddCampaignServiceConsumers();
                bus.AddConsumer<Listener>();
            },
            [
                new("Storage:Provider", "sqlite"),
                new("Storage:Folder", path),
                new("Logging:LogLevel:Default", "None"),
                new("Messaging:RequestTimeoutMilliseconds", "30000"),
                new("Jwt:Secret", JwtSecret),
                .. settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
            ],
            builder => builder.Services.AddSingleton<ConcurrentQueue<object>>()) => this.folder = folder;

    public static async Task<RunningCampaignService> Start(params (string Key, string Value)[] settings)
    {
        var own = Directory.CreateTempSubdirectory("campaign-service-");
        return await Start(own.FullName, own, [("Credentials:Keys:0", NewKey("first")), .. settings]);
    }

    /// <summary>Over what another one has stored.</summary>
    public static Task<RunningCampaignService> Over(string path, params (string Key, string Value)[] settings) => Start(path, null, settings);

    public static string NewKey(string id) => $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(CredentialKey.Size))}";

    public static Caller User(Guid? id = null) => new(id ?? Guid.NewGuid(), [Role.User]);

    public static Owner Someone() => new(OwnerKind.User, Guid.NewGuid());

    public async Task<Answer<T>> Ask<TMessage, T>(TMessage message, Guid? messageId = null) where TMessage : class where T : class
    {
        var client = Bus.CreateRequestClient<TMessage>(RequestTimeout.After(s: 30));
        var response = await client.GetResponse<T, Refused>(message, request => request.UseExecute(context => context.MessageId = messageId ?? context.MessageId));
        return response.Is(out Response<T>? reply) ? new(reply.Message, null)
            : response.Is(out Response<Refused>? refused) ? new(null, refused.Message)
            : throw new InvalidOperationException($"{typeof(TMessage).Name} was answered with neither.");
    }

    /// <summary>As the Gateway sends it.</summary>
    public Task<Answer<AccountConnected>> Connect(
        Owner owner, string accountId = "a-1", object? credentials = null, int? syncEveryMinutes = null, string platform = Http, Guid? messageId = null) =>
        Ask<ConnectAccount, AccountConnected>(
            new ConnectAccount(owner, platform, accountId, Sealed(owner, platform, accountId, credentials ?? new { token = "s3cr3t" }), syncEveryMinutes, User()), messageId);

    public string Sealed(Owner owner, string platform, string accountId, object credentials) =>
        Services.GetRequiredKeyedService<SecretCipher>("Campaigns").Seal(JsonSerializer.Serialize(credentials), ConnectionRules.SealedFor(owner, platform, accountId));

    public async Task<PlatformConfigDetails> HasConfig(Owner owner, string name = "One") =>
        (await Ask<CreatePlatformConfig, PlatformConfigDetails>(Config(owner, name))).Reply!;

    public static CreatePlatformConfig Config(Owner owner, string name = "One", string baseUrl = "https://ads.example.com") => new(
        Guid.NewGuid(), owner, Http, name, new Dictionary<string, JsonElement> { ["baseUrl"] = JsonSerializer.SerializeToElement(baseUrl) }, User());

    public async Task<IReadOnlyList<PlatformConfigDetails>> Configs(Owner owner) =>
        (await Ask<ListPlatformConfigs, PlatformConfigList>(new ListPlatformConfigs(owner, Http, 100, null))).Reply!.Items;

    public async Task<IReadOnlyList<ConnectedAccountDetails>> Accounts(Owner owner, string? platform = null) =>
        (await Ask<ListConnectedAccounts, ConnectedAccountList>(new ListConnectedAccounts(owner, platform, 100, null))).Reply!.Items;

    public async Task<Dictionary<string, long>> KeyUses() =>
        (await Ask<ListKeyUses, KeyUseList>(new ListKeyUses())).Reply!.Items.ToDictionary(use => use.KeyId, use => use.Records);

    public async Task<ConnectedAccount> Stored(Owner owner, string accountId = "a-1") =>
        (await Store<ConnectedAccount>().Get(ConnectedAccount.IdOf(owner, Http, accountId)))!;

    public IReadOnlyList<T> Heard<T>() => [.. Get<ConcurrentQueue<object>>().OfType<T>()];

    public Task Hears(Func<ChangeRecorded, bool> entry, string what) => Wait.Until(() => Heard<ChangeRecorded>().Any(entry), what);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder?.Delete(recursive: true);
    }

    private static async Task<RunningCampaignService> Start(string path, DirectoryInfo? folder, (string Key, string Value)[] settings)
    {
        var service = new RunningCampaignService(path, folder, settings);
        await service.App.StartAsync();
        return service;
    }

    internal sealed class Listener(ConcurrentQueue<object> heard) : IConsumer<ChangeRecorded>
    {
        public Task Consume(ConsumeContext<ChangeRecorded> context)
        {
            heard.Enqueue(context.Message);
            return Task.CompletedTask;
        }
    }
}

internal sealed record Answer<T>(T? Reply, Refused? Refused) where T : class
{
    public string? Code => Refused?.Code;
}

public abstract class CampaignServiceTest : IAsyncLifetime
{
    private protected RunningCampaignService Service { get; private set; } = null!;

    public async Task InitializeAsync() => Service = await RunningCampaignService.Start();

    public async Task DisposeAsync() => await Service.DisposeAsync();
}
