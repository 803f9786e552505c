using System.Collections.Concurrent;
using System.Net;
using Drills.Api;
using Messaging.Client;
using Microsoft.AspNetCore.SignalR.Client;
using Testing;
using Testing.Processes;
using Testing.Servers;

namespace Flow.Tests.RealParts;

[Collection(SharedDeployment.Collection)]
public sealed class When_two_gateways_are_behind_nginx(GatewaysBehindNginx behind) : IClassFixture<GatewaysBehindNginx>, IAsyncLifetime
{
    private NginxServer nginx = null!;

    public async Task InitializeAsync() => nginx = await behind.Healthy();

    public Task DisposeAsync()
    {
        behind.Deployment.ThrowIfOneDied();
        return Task.CompletedTask;
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Real.Nginx, Own = true)]
    public Task One_that_is_told_to_stop_under_load_is_not_missed() =>
        NobodyNotices(() => behind.Gateways[0].Terminate(TimeSpan.FromSeconds(40)), call => call());

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Real.Nginx, Own = true)]
    public Task One_that_is_killed_under_load_is_not_missed_by_who_sends_keys() =>
        NobodyNotices(() => behind.Gateways[1].Kill(), AgainWhenCutOff);

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Real.Nginx, Own = true)]
    public async Task Each_client_has_limits_of_its_own()
    {
        var path = new Uri("/.well-known/jwks.json", UriKind.Relative);
        using var first = Client("127.0.0.2");
        using var second = Client("127.0.0.3");
        for (var i = 0; i < GatewaysBehindNginx.KeySetsPerMinute; i++)
        {
            (await Status(first)).ShouldBe(HttpStatusCode.OK);
        }

        (await Status(first)).ShouldBe(HttpStatusCode.TooManyRequests);
        first.DefaultRequestHeaders.Add("X-Forwarded-For", "127.0.0.4");
        (await Status(first)).ShouldBe(HttpStatusCode.TooManyRequests);
        (await Status(second)).ShouldBe(HttpStatusCode.OK);

        HttpClient Client(string from) => new(nginx.Client(IPAddress.Parse(from))) { BaseAddress = nginx.Address };

        async Task<HttpStatusCode> Status(HttpClient client)
        {
            using var answer = await client.GetAsync(path);
            return answer.StatusCode;
        }
    }

    /// <summary>All of them are on this machine, which may read them.</summary>
    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Real.Nginx, Own = true)]
    public async Task Nobody_reads_metrics_through_it()
    {
        using var client = new HttpClient(nginx.Client()) { BaseAddress = nginx.Address };
        foreach (var (address, status) in new[] { (behind.Deployment.Address, HttpStatusCode.OK), (nginx.Address, HttpStatusCode.NotFound) })
        {
            using var answer = await client.GetAsync(new Uri(address, "/metrics"));
            answer.StatusCode.ShouldBe(status, $"{address}");
        }
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Real.Nginx, Own = true)]
    public async Task A_stream_tells_each_change_as_it_happens()
    {
        var campaign = await Campaign.Start(behind.Deployment.Address, Campaign.Manual);
        using var user = await campaign.NewUser();
        using var http = new HttpClient(nginx.Client());
        using var reader = new MessagingClient(new MessagingClientOptions { Address = nginx.Address }, http);
        var id = await campaign.Requested(user);
        await reader.Sessions.LogIn(user.Email, ApiClient.Password);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Task<RewardRequest>? approval = null;

        await foreach (var change in reader.Requests.Stream(
            opened: async () => await (approval ??= campaign.Admin.Typed.Requests.Approve(id)), cancellationToken: end.Token))
        {
            if (change.Request.Status == RequestStatus.Fulfilled)
            {
                return;
            }
        }

        Assert.Fail("The stream ended before the request did.");
    }

    [RealFact(Real.RabbitMq, Real.Redis, Real.Postgres, Real.Nginx, Own = true)]
    public async Task A_hub_is_reached_by_websocket()
    {
        using var user = await new ApiClient(behind.Deployment.Address).SignUp();
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(nginx.Address, "/api/v1/live/hub"), options =>
        {
            options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.AccessTokenProvider = () => Task.FromResult<string?>(user.AccessToken);
            options.WebSocketConfiguration = socket => socket.RemoteCertificateValidationCallback = (_, certificate, _, _) => nginx.IsOwn(certificate);
        }).Build();

        await hub.StartAsync();

        hub.State.ShouldBe(HubConnectionState.Connected);
        nginx.Log.ShouldNotContain(user.AccessToken);
    }

    /// <summary>
    /// Users request rewards, each with a key, and read, eight at a time, until one Gateway is gone and as many again were answered as
    /// before. A first attempt that died with its Gateway holds its key for a while: then the client is told to wait, and nothing else.
    /// </summary>
    private async Task NobodyNotices(Func<Task> end, Func<Func<Task<ApiAnswer>>, Task<ApiAnswer>> asClient)
    {
        var campaign = await Campaign.Start(behind.Deployment.Address, terms => terms with { ClaimLimit = Campaign.AtMost(1000) });
        using var user = await campaign.NewUser();
        var answers = new ConcurrentQueue<ApiAnswer>();
        var accepted = new ConcurrentQueue<Guid>();
        var last = int.MaxValue;
        var workers = Enumerable.Range(0, 8).Select(async _ =>
        {
            using var client = Through(user);
            while (answers.Count < Volatile.Read(ref last))
            {
                var key = Guid.NewGuid().ToString();
                var answer = await asClient(() => client.Post($"/events/{campaign.EventId}/request", idempotencyKey: key));
                answers.Enqueue(answer);
                if (answer.Status == HttpStatusCode.Created)
                {
                    accepted.Enqueue(answer.Id);
                }

                answers.Enqueue(await asClient(() => client.Get("/me/wallet")));
            }
        }).ToList();

        await Wait.Until(() => answers.Count >= 50 || workers.Exists(worker => worker.IsFaulted), "answers");
        await end();
        Volatile.Write(ref last, answers.Count + 50);
        await Task.WhenAll(workers);

        answers.Where(answer => answer.Status is not HttpStatusCode.Created and not HttpStatusCode.OK && answer.Code != "IDEMPOTENCY_IN_PROGRESS")
            .Select(answer => answer.Body).ShouldBeEmpty(nginx.Log);
        accepted.Count.ShouldBeGreaterThan(20);
        foreach (var id in accepted)
        {
            await user.Becomes(id, RequestStatus.Fulfilled);
        }
    }

    /// <summary>nginx has passed on the head of an answer whose Gateway dies: who sent a key sends it again.</summary>
    private static async Task<ApiAnswer> AgainWhenCutOff(Func<Task<ApiAnswer>> call)
    {
        try
        {
            return await call();
        }
        catch (HttpRequestException e) when (e.InnerException is HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded })
        {
            return await call();
        }
    }

    private ApiClient Through(ApiClient user) => new ApiClient(nginx.Address, nginx.Trusting).With(user.AccessToken);
}

/// <summary>The shared deployment with two more Gateways, which trust the nginx before them, for the tests of a class.</summary>
public sealed class GatewaysBehindNginx(SharedDeployment shared) : IAsyncLifetime
{
    public const int KeySetsPerMinute = 3;

    private readonly List<ServiceProcess> gateways = [];
    private Deployment? deployment;
    private NginxServer? nginx;

    public Deployment Deployment => deployment!;

    public IReadOnlyList<ServiceProcess> Gateways => gateways;

    public async Task<NginxServer> Healthy()
    {
        var healthy = await shared.Healthy();
        if (healthy != deployment)
        {
            deployment = healthy;
            gateways.Clear();
            for (var i = 0; i < 2; i++)
            {
                gateways.Add(healthy.Add(
                    "Gateway",
                    ("TrustedProxies", "127.0.0.1"), ("RateLimits__Routes__0__Route", "GET /.well-known/jwks.json"), ("RateLimits__Routes__0__Limit", $"{KeySetsPerMinute}")));
            }
        }

        // A new one each time: it does not remember whom the test before has killed.
        await healthy.StartAll();
        if (nginx is not null)
        {
            await nginx.DisposeAsync();
        }

        nginx = await new NginxServer(gateways[0].Address.Port, gateways[1].Address.Port).Started();
        return nginx;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (nginx is not null)
        {
            await nginx.DisposeAsync();
        }

        await Task.WhenAll(gateways.Select(gateway => deployment!.Remove(gateway)));
    }
}
