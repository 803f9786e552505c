using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Testing.Servers;

namespace Gateway.Tests.Requests;

/// <summary>Two instances that share RabbitMQ and Redis, as in a deployment.</summary>
public sealed class Two_gateways_over_real_parts(OwnServer<RabbitMqServer> broker) : IClassFixture<OwnServer<RabbitMqServer>>, IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly Guid user = Guid.NewGuid();
    private readonly List<GatewayHost> gateways = [];
    private RabbitMqServer? rabbit;
    private RedisServer? redis;

    public async Task InitializeAsync()
    {
        var starting = new RedisServer().Started();
        rabbit = await broker.Running();
        redis = await starting;
    }

    public async Task DisposeAsync()
    {
        foreach (var gateway in gateways)
        {
            await gateway.DisposeAsync();
        }

        await redis!.DisposeAsync();
    }

    [RealFact(Real.RabbitMq, Real.Redis, Own = true)]
    public async Task Bring_a_change_to_the_streams_of_each()
    {
        await StartGateways();
        var token = await SignIn(Role.User);
        var streams = await Task.WhenAll(gateways.Select(gateway => Open(gateway.Client(token))));
        var request = Some.Request(userId: user);

        await gateways[0].Bus.Publish(new RewardRequestsChanged([request]));

        foreach (var stream in streams)
        {
            (await stream.ReadLineAsync().WaitAsync(Bound)).ShouldBe($"id: {request.Id}:1");
            stream.Dispose();
        }
    }

    [RealFact(Real.RabbitMq, Real.Redis, Own = true)]
    public async Task Share_sessions_and_idempotency_keys()
    {
        await StartGateways();
        var clients = await Clients(Role.Operator);
        gateways.ForEach(gateway => gateway.Services.On<CreateEvent>(message => Some.Event(message.EventId)));
        const string body = """{"name":"n","periodStart":"2030-01-01T00:00:00Z"}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            clients[i % 2].Post("/events", body, ("Idempotency-Key", "k")).Json(HttpStatusCode.Created)));

        answers.Select(answer => answer.GetRawText()).Distinct().ShouldHaveSingleItem();
        gateways.Sum(gateway => gateway.Services.Received<CreateEvent>().Count).ShouldBe(1);
    }

    [RealFact(Real.RabbitMq, Real.Redis, Own = true)]
    public async Task Keep_no_answer_readable_in_Redis()
    {
        await StartGateways();
        var clients = await Clients(Role.Admin);
        var account = Some.User();
        gateways.ForEach(gateway => gateway.Services.On<ChangeRoles>(_ => account));
        var first = await ChangeRoles(clients[0]);
        var second = await ChangeRoles(clients[1]);

        second.GetRawText().ShouldBe(first.GetRawText());
        second.GetProperty("email").GetString().ShouldBe(account.Email);
        gateways.Sum(gateway => gateway.Services.Received<ChangeRoles>().Count).ShouldBe(1);

        var stored = string.Join('\n', redis!.Copy().Values.Select(Encoding.UTF8.GetString));
        stored.ShouldContain("idempotency:");
        foreach (var form in InBase64(account.Email).Append(account.Email).Append("client-key"))
        {
            stored.ShouldNotContain(form, Case.Sensitive);
        }

        Task<JsonElement> ChangeRoles(HttpClient client) =>
            client.Send("PUT", $"/users/{account.Id}/roles", """{"roles":["USER"]}""", ("Idempotency-Key", "client-key")).Json(HttpStatusCode.OK);
    }

    [RealFact(Real.RabbitMq, Real.Redis, Own = true)]
    public async Task Share_one_budget()
    {
        await StartGateways();
        gateways.ForEach(gateway => gateway.Services.On<RegisterUser>(message => Some.User(message.UserId)));
        var clients = gateways.Select(gateway => gateway.Anonymous()).ToList();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            clients[i % 2].Post("/users", """{"email":"new@example.com","password":"Correct-Horse-1"}""")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(10);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(6);
    }

    [RealFact(Real.RabbitMq, Real.Redis, Own = true)]
    public async Task Answer_within_5_seconds_though_the_broker_is_gone_and_work_again_after_it_is_back()
    {
        await StartGateways(requestTimeout: "4000");
        var client = (await Clients(Role.User))[0];
        gateways.ForEach(gateway => gateway.Services.On<GetEvent>(message => Some.Event(message.EventId)));

        // Before the first request ever, and again after requests went through: the library behaves differently.
        for (var i = 0; i < 2; i++)
        {
            await rabbit!.Kill();
            var start = Stopwatch.GetTimestamp();
            var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetAsync($"/events/{Guid.NewGuid()}")));

            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(20), "all 50, each within 5 seconds, none waiting for a thread");
            responses.ShouldAllBe(response => response.StatusCode == HttpStatusCode.GatewayTimeout || response.StatusCode == HttpStatusCode.ServiceUnavailable);

            await rabbit.Start();
            await Testing.Wait.Until(
                async () => (await client.GetAsync($"/events/{Guid.NewGuid()}")).StatusCode == HttpStatusCode.OK, "events can be read again", TimeSpan.FromSeconds(180));
        }
    }

    [RealFact(Real.RabbitMq, Real.Redis, Own = true)]
    public async Task Let_nobody_through_while_Redis_is_gone()
    {
        await StartGateways();
        var client = (await Clients(Role.User))[0];
        gateways.ForEach(gateway => gateway.Services.On<GetEvent>(message => Some.Event(message.EventId)));
        await client.GetAsync($"/events/{Guid.NewGuid()}").Json(HttpStatusCode.OK);
        await redis!.Kill();
        var start = Stopwatch.GetTimestamp();

        await client.GetAsync($"/events/{Guid.NewGuid()}").Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");

        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    /// <summary>As a part of any longer text.</summary>
    private static IEnumerable<string> InBase64(string text)
    {
        for (var before = 0; before < 3; before++)
        {
            byte[] bytes = [.. new byte[before], .. Encoding.UTF8.GetBytes(text)];
            yield return Convert.ToBase64String(bytes, 0, bytes.Length / 3 * 3)[(before == 0 ? 0 : 4)..];
        }
    }

    private async Task StartGateways(string requestTimeout = "15000")
    {
        for (var i = 0; i < 2; i++)
        {
            gateways.Add(await GatewayHost.Start(settings:
            [
                ("Transport", "rabbitmq"),
                ("ConnectionStrings:RabbitMq", rabbit!.ConnectionString),
                ("ConnectionStrings:Redis", redis!.ConnectionString),
                ("RateLimits:TokenIssue", "10"),
                ("RateLimits:RedisTimeoutMilliseconds", "5000"),
                ("Messaging:RequestTimeoutMilliseconds", requestTimeout),
            ]));
        }
    }

    private async Task<string> SignIn(Role role)
    {
        var token = gateways[0].Tokens.Of(user, role);
        await gateways[0].StartSession(user, token);
        return token;
    }

    private async Task<List<HttpClient>> Clients(Role role)
    {
        var token = await SignIn(role);
        return [.. gateways.Select(gateway => gateway.Client(token))];
    }

    private static async Task<StreamReader> Open(HttpClient client)
    {
        var response = await client.GetAsync("/events/requests/stream", HttpCompletionOption.ResponseHeadersRead);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await reader.ReadLineAsync().WaitAsync(Bound)).ShouldBe(":");
        (await reader.ReadLineAsync().WaitAsync(Bound)).ShouldBe("");
        return reader;
    }
}
