using System.Net;
using System.Text.RegularExpressions;
using Drills.Api;
using Drills.Receivers;
using Microsoft.AspNetCore.SignalR.Client;
using Testing;
using Testing.Processes;
using Testing.Servers;
using Messaging.Client;

namespace Flow.Tests.Watching;

/// <summary>Every service, scraped by Prometheus as deploy/prometheus configures it, after all that is measured has happened once.</summary>
public sealed partial class WatchedDeployment : IAsyncLifetime
{
    public const string Collection = "Watched deployment";

    private const int UserLimit = 100;

    private readonly string marker = Path.Combine(Path.GetTempPath(), $"last-backup-{Guid.NewGuid():N}");
    private Deployment? deployment;
    private PrometheusServer? prometheus;
    private SpanReceiver? collector;

    /// <summary>What the services have told of their work so far.</summary>
    internal IReadOnlyList<Span> Spans => collector?.Spans ?? [];

    public static string Folder(string name) => Path.Combine(Repository.Root, "deploy", name);

    /// <summary>The deployment and who scrapes it; begun by the first test that asks.</summary>
    public async Task<(Deployment Deployment, PrometheusServer Prometheus)> Watched()
    {
        if (deployment is null || prometheus is null)
        {
            collector = await SpanReceiver.Start();
            deployment = await Deployment.Start(
                ("Delivery__AllowPrivateNetworks", "true"), ("Campaigns__AllowPrivateNetworks", "true"), ("RateLimits__User", $"{UserLimit}"), ("Backup__Marker", marker),
                ("OTEL_EXPORTER_OTLP_ENDPOINT", $"{collector.Address}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "500"));
            await deployment.Another("Console");
            prometheus = await new PrometheusServer(await Configuration(deployment)).Started();
            await Happen(deployment);
        }

        return (deployment, prometheus);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (prometheus is not null)
        {
            await prometheus.DisposeAsync();
        }

        if (deployment is not null)
        {
            await deployment.DisposeAsync();
        }

        if (collector is not null)
        {
            await collector.DisposeAsync();
        }

        File.Delete(marker);
    }

    /// <summary>As it is delivered, but for where things are, and faster.</summary>
    private static async Task<string> Configuration(Deployment deployment)
    {
        var metrics = await deployment.RabbitMq.ServeMetrics();
        var text = await File.ReadAllTextAsync(Path.Combine(Folder("prometheus"), "prometheus.yml"));
        return Names().Replace(text, found => $"static_configs: [{{targets: [\"127.0.0.1:{PortOf(found.Groups["name"].Value)}\"]}}]")
            .Replace(": 15s", ": 1s", StringComparison.Ordinal)
            .Replace("rule_files: [alerts.yml]", $"rule_files: [{Path.Combine(Folder("prometheus"), "alerts.yml")}]", StringComparison.Ordinal);

        int PortOf(string name) => name switch
        {
            "gateway" => deployment.Gateway.Address.Port,
            "authservice" => deployment.AuthService.Address.Port,
            "eventservice" => deployment.EventService.Address.Port,
            "rewardworker" => deployment.RewardWorker.Address.Port,
            "liveservice" => deployment.LiveService.Address.Port,
            "campaignservice" => deployment.CampaignService.Address.Port,
            "console" => deployment.Services.Single(service => service.Name == "Console").Address.Port,
            "rabbitmq" => metrics,
            _ => Ports.Free(),
        };
    }

    private static async Task Happen(Deployment deployment)
    {
        await using var receiver = await WebhookReceiver.Start();
        var campaign = await Campaign.Start(deployment.Address, terms => terms with { PointBudget = 1000 }, Campaign.Delivered(receiver), Campaign.Points(10), Limited());
        using var user = await campaign.NewUser();
        await user.Becomes(await campaign.Requested(user), RequestStatus.Fulfilled);
        (await campaign.Request(user)).Code.ShouldBe("ALREADY_REQUESTED");
        for (var i = 0; i <= UserLimit && (await user.Get("/auth/me")).Status != HttpStatusCode.TooManyRequests; i++)
        {
        }

        using (var http = new HttpClient { BaseAddress = deployment.Address })
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", campaign.Admin.AccessToken);
            using var stream = await http.GetAsync(new Uri("/events/requests/stream", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var stranger = new ApiClient(deployment.Address);
        (await stranger.TryLogIn("nobody@example.com", "Wrong-password-1"))!.Status.ShouldBe(HttpStatusCode.Unauthorized);
        using var left = await campaign.NewUser();
        (await left.Post("/auth/logout")).Status.ShouldBe(HttpStatusCode.NoContent);
        (await left.Get("/auth/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);

        await Meet(deployment, campaign);
        await Sync(deployment, campaign);
        await deployment.Redis.Stop();
        (await campaign.Admin.Get("/auth/me")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await deployment.Redis.Start();
        await deployment.Postgres!.Stop();
        await Wait.Until(async () => (await Scrape(deployment.EventService)).Contains("store_errors_total{", StringComparison.Ordinal), "an error of the store");
        await deployment.Postgres.Start();
        await deployment.StartAll();
    }

    private static async Task Meet(Deployment deployment, Campaign campaign)
    {
        using var user = await campaign.NewUser();
        var room = (await user.Post("/rooms", new { name = "Ours" })).Expect(HttpStatusCode.Created).Text("id");
        await using (var one = FlowScenarios.Hub(deployment.Address, user.AccessToken))
        await using (var two = FlowScenarios.Hub(deployment.Address, user.AccessToken))
        {
            var first = (await FlowScenarios.Join(one, user, room)).GetProperty("participantId").GetString();
            await FlowScenarios.Join(two, user, room);
            await two.InvokeAsync("signal", room, first, "offer", "v=0");
        }

        var stage = $"/stages/{(await campaign.Admin.Post("/stages", new { name = "Main stage" })).Expect(HttpStatusCode.Created).Text("id")}";
        var token = (await user.Post($"{stage}/tokens", new { capabilities = new[] { "SUBSCRIBE" } })).Expect(HttpStatusCode.Created).Text("token");
        var session = (await user.Post($"{stage}/sessions", new { token })).Expect(HttpStatusCode.Created).Text("id");
        (await user.Delete($"{stage}/sessions/{session}")).Expect(HttpStatusCode.OK);

        (await user.Post("/turn/credentials", new { })).Expect(HttpStatusCode.Created);
        (await user.Get("/turn?service=turn&username=janus&key=wrong")).Expect(HttpStatusCode.Unauthorized);
    }

    private static async Task Sync(Deployment deployment, Campaign campaign)
    {
        await using var platform = await ListingPlatform.Start(campaigns: 3, pageSize: 2);
        using var user = await campaign.NewUser();
        (await user.Get("/events")).Expect(HttpStatusCode.OK);
        var http = $"/users/{user.UserId}/platforms/http";
        (await user.Post($"{http}/configs", new { name = "Local", settings = new { baseUrl = platform.Url } })).Expect(HttpStatusCode.Created);
        (await user.Put($"{http}/credentials/acme", new { credentials = new { token = "a-token" } })).Expect(HttpStatusCode.Created);
        (await user.Post($"{http}/campaigns/sync", new { accountId = "acme" })).Expect(HttpStatusCode.Accepted);
        await Wait.Until(
            async () => (await Scrape(deployment.CampaignService)).Contains("status=\"SUCCEEDED\"", StringComparison.Ordinal), "the end of a sync");
    }

    public static async Task<string> Scrape(ServiceProcess service)
    {
        using var http = new HttpClient { BaseAddress = service.Address };
        return await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
    }

    private static NewReward Limited() => Campaign.Item("sword", 1) with { Stock = 5 };

    [GeneratedRegex(@"dns_sd_configs: \[\{names: \[(?<name>\w+)\], type: A, port: \d+\}\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}

[CollectionDefinition(WatchedDeployment.Collection)]
public sealed class WatchedCollection : ICollectionFixture<WatchedDeployment>;
