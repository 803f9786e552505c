using AuthService;
using Bus;
using CampaignService;
using EventService;
using Gateway;
using Hosting;
using Hosting.Configuration;
using LiveService;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform;
using RewardWorker;

namespace Flow.Tests.Start;

[Collection(InThisProcess.Name)]
public sealed class When_a_secret_is_one_that_everybody_knows
{
    private const string OldKey = "bG9jYWwtb25seS1yZXBsYWNlLW1lLTMyLWJ5dGVzISE=";
    private const string OldJwtSecret = "local-only-replace-me-with-a-secret-of-your-own";

    private static readonly Dictionary<string, Action<WebApplicationBuilder>> Services = new()
    {
        ["Gateway"] = builder => builder.AddGateway(),
        ["AuthService"] = builder => builder.AddAuthService(),
        ["CampaignService"] = builder => builder.AddCampaignService(),
        ["EventService"] = builder => builder.AddEventService(),
        ["LiveService"] = builder => builder.AddLiveService(),
        ["RewardWorker"] = builder => builder.AddRewardWorker(),
    };

    public static TheoryData<string, string, string> Known
    {
        get
        {
            var known = new TheoryData<string, string, string>
            {
                { "Gateway", "Delivery:EncryptionKey", OldKey },
                { "Gateway", "Webhooks:Secrets:0", "change-me" },
                { "AuthService", "Bootstrap:AdminPassword", "Local-admin-1" },
                { "AuthService", "Bootstrap:AdminPassword", "Change-Me-1" },
                { "Gateway", "Turn:ServiceKey", "change-me-change-me-change-me-change-me" },
                { "LiveService", "Turn:Secrets:0", "change-me-change-me-change-me-change-me" },
                { "LiveService", "ConnectionStrings:Redis", "127.0.0.1:6379,password=local-redis" },
                { "LiveService", "Live:TokenSecret", "change-me-change-me-change-me-change-me" },
                { "RewardWorker", "Delivery:EncryptionKey", OldKey },
                { "CampaignService", "Credentials:Keys:0", $"first:{OldKey}" },
            };
            foreach (var service in Services.Keys)
            {
                known.Add(service, "ConnectionStrings:RabbitMq", "amqp://guest:guest@127.0.0.1/");
                known.Add(service, "ConnectionStrings:RabbitMq", "amqp://127.0.0.1/");
                known.Add(service, "ConnectionStrings:RabbitMq", "amqp://messaging:local-rabbitmq@127.0.0.1/");
            }

            foreach (var service in new[] { "Gateway", "AuthService" })
            {
                known.Add(service, "ConnectionStrings:Redis", "127.0.0.1:6379,password=local-redis");
                known.Add(service, "Jwt:Secret", OldJwtSecret);
            }

            foreach (var service in new[] { "AuthService", "CampaignService", "EventService", "LiveService", "RewardWorker" })
            {
                known.Add(service, "ConnectionStrings:Storage", "Host=127.0.0.1;Username=messaging;Password=local-postgres");
                known.Add(service, "ConnectionStrings:Storage", "mongodb://messaging:local-mongo@127.0.0.1:27017/?authSource=admin");
            }

            foreach (var (setting, value) in new[] { ("Jwt:Secret", OldJwtSecret), ("Bootstrap:AdminPassword", "Local-admin-1"), ("Webhooks:Secrets:0", "changeme"), ("Delivery:EncryptionKey", OldKey) })
            {
                known.Add("Platform", setting, value);
            }

            return known;
        }
    }

    [Theory]
    [MemberData(nameof(Known))]
    public async Task It_stops_the_host_with_a_sentence_that_names_the_setting_and_what_to_run(string service, string setting, string value) =>
        (await Fault(service, Environments.Production, (setting, value))).ShouldBe(
            $"Configuration: {setting.Replace(":", "__", StringComparison.Ordinal)} holds a secret that everybody knows, "
            + "which only Development takes; deploy/compose-secrets.sh makes secrets of your own.");

    [Theory]
    [MemberData(nameof(Known))]
    public async Task Development_takes_it(string service, string setting, string value) =>
        (await Fault(service, Environments.Development, (setting, value))).ShouldBeNull();

    [Fact]
    public async Task What_was_sealed_with_it_may_still_be_opened() => (await Fault(
        "RewardWorker",
        Environments.Production,
        ("Delivery:PreviousEncryptionKeys:0", OldKey),
        ("Delivery:PreviousJwtSecrets:0", OldJwtSecret))).ShouldBeNull();

    private static async Task<string?> Fault(string service, string environment, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Transport"] = service == "Platform" ? "embedded" : "rabbitmq",
            ["ConnectionStrings:RabbitMq"] = "amqp://service:its-own-6d1f@127.0.0.1/",
            ["ConnectionStrings:Redis"] = "127.0.0.1:6379,password=its-own-1c9b",
            ["Credentials:Keys:0"] = $"first:{Convert.ToBase64String(new byte[32])}",
            ["Jwt:Secret"] = "its-own-3f0c52b7e94a06a3c1d5f7b2a8e6",
            ["Turn:Secrets:0"] = "its-own-84be0c52b7e94a06a3c1d5f7b2a8",
            ["Turn:Uris:0"] = "turn:127.0.0.1",
            ["Bootstrap:AdminEmail"] = "admin@example.com",
            ["Bootstrap:AdminPassword"] = "Its-own-9",
            ["Storage:Provider"] = Array.Exists(settings, setting => setting.Key == "ConnectionStrings:Storage")
                ? settings[0].Value.StartsWith("mongodb", StringComparison.Ordinal) ? "mongodb" : "postgres"
                : "sqlite",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        try
        {
            builder.AddHosting();
            if (Services.TryGetValue(service, out var add))
            {
                add(builder);
                builder.AddMessageBus(_ => { });
            }
            else
            {
                builder.AddServices();
            }

            // The engines are made with what uses them.
            await using var provider = builder.Services.BuildServiceProvider();
            _ = provider.GetServices<IHostedService>().ToList();
            return null;
        }
        catch (ConfigurationException e)
        {
            return e.Message;
        }
    }
}
