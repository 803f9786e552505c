using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Http.Problems;
using Testing.Servers;

namespace Deploy.Tests.Nginx;

/// <summary>Which requests nginx sends to the other one: what the Gateways themselves do is shown with real ones, elsewhere.</summary>
public sealed class When_a_gateway_does_not_answer(TwoGateways gateways) : IClassFixture<TwoGateways>
{
    [RealTheory(Real.Nginx)]
    [InlineData("GET", "/events", false)]
    [InlineData("PUT", "/users/1/roles", false)]
    [InlineData("DELETE", "/rooms/1", false)]
    [InlineData("POST", "/events/1/request", true)]
    [InlineData("PATCH", "/api/v1/events/1", true)]
    [InlineData("POST", "/activities", true)]
    [InlineData("PUT", "/users/me/password", true)]
    public async Task What_may_be_repeated_is_answered_by_the_other_one(string method, string path, bool withKey)
    {
        var (answer, arrived) = await Send(new HttpMethod(method), path, withKey ? "a-key" : null, withToken: true);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        arrived.Count.ShouldBe(2);
        arrived[1].Gateway.ShouldNotBe(arrived[0].Gateway);
        arrived.ShouldAllBe(request => request.Body == "{\"a\":1}");
    }

    [RealTheory(Real.Nginx)]
    [InlineData("POST", "/events/1/request", false, true)]
    [InlineData("POST", "/events/1/request", true, false)]
    [InlineData("POST", "/auth/refresh", true, true)]
    [InlineData("POST", "/api/v1/auth/logout", true, true)]
    [InlineData("POST", "/API/v1/Auth/Refresh", true, true)]
    [InlineData("POST", "/users", true, true)]
    [InlineData("POST", "/service-accounts/1/rotate", true, true)]
    [InlineData("POST", "/activities", false, true)]
    [InlineData("PUT", "/users/me/password", false, true)]
    [InlineData("DELETE", "/api/v1/Users/Me/mfa", false, true)]
    public async Task What_may_not_is_sent_once_and_its_client_is_told(string method, string path, bool withKey, bool withToken)
    {
        var (answer, arrived) = await Send(new HttpMethod(method), path, withKey ? "a-key" : null, withToken);

        arrived.Count.ShouldBe(1);
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        await IsProblem(answer, "SERVICE_UNAVAILABLE");
    }

    [RealFact(Real.Nginx)]
    public async Task An_answer_stands_whatever_its_status()
    {
        var (answer, arrived) = await Send(HttpMethod.Get, "/events", key: null, withToken: true, what: "status=503");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("");
        arrived.Count.ShouldBe(1);
    }

    [RealTheory(Real.Nginx)]
    [InlineData("/events", 2)]
    [InlineData("/activities", 9)]
    [InlineData("/api/v1/events/1/rewards", 9)]
    public async Task A_body_that_no_gateway_would_take_is_refused_with_problem_details(string path, int megabytes)
    {
        var nginx = await gateways.Running();
        using var client = new HttpClient(nginx.Client()) { BaseAddress = nginx.Address };
        using var body = new ByteArrayContent(new byte[megabytes * 1024 * 1024]);

        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), body);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        await IsProblem(answer, "PAYLOAD_TOO_LARGE");
    }

    /// <summary>With a key and a token or without: it is another location that finds nobody.</summary>
    [RealTheory(Real.Nginx)]
    [InlineData("GET", false)]
    [InlineData("POST", true)]
    [InlineData("PUT", true)]
    public async Task With_none_there_its_client_is_told(string method, bool withKey)
    {
        await using var nginx = await new NginxServer(Testing.Ports.Free(), Testing.Ports.Free()).Started();
        using var client = new HttpClient(nginx.Client()) { BaseAddress = nginx.Address };

        using var request = new HttpRequestMessage(new HttpMethod(method), "/events");
        if (withKey)
        {
            request.Headers.Add("Idempotency-Key", "a-key");
            request.Headers.Add("Authorization", "Bearer a-token");
        }

        using var answer = await client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await IsProblem(answer, "SERVICE_UNAVAILABLE");
    }

    /// <summary>Who the client is, nginx says: not the client.</summary>
    [RealFact(Real.Nginx)]
    public async Task A_gateway_is_told_who_asks_and_for_what_address()
    {
        var nginx = await gateways.Running();
        using var client = new HttpClient(nginx.Client(IPAddress.Parse("127.0.0.7"))) { BaseAddress = nginx.Address };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "http");
        var id = Guid.NewGuid().ToString();

        (await client.GetStringAsync(new Uri($"/events?id={id}", UriKind.Relative))).ShouldBe("answered");

        var arrived = gateways.All.Single(request => request.Id == id);
        arrived.Client.ShouldBe("127.0.0.7");
        arrived.Scheme.ShouldBe("https");
        arrived.Host.ShouldBe(nginx.Address.Authority);
        nginx.Log.ShouldContain("\"Path\":\"/events\"");
        nginx.Log.ShouldNotContain(id);
    }

    private async Task<(HttpResponseMessage Answer, IReadOnlyList<TwoGateways.Arrived> Arrived)> Send(
        HttpMethod method, string path, string? key, bool withToken, string what = "dies")
    {
        var nginx = await gateways.Running();
        using var client = new HttpClient(nginx.Client()) { BaseAddress = nginx.Address };
        await BothAreAsked(client);
        var id = Guid.NewGuid().ToString();
        using var request = new HttpRequestMessage(method, $"{path}?id={id}&{what}") { Content = JsonContent.Create(new { a = 1 }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (withToken)
        {
            request.Headers.Add("Authorization", "Bearer a-token");
        }

        var answer = await client.SendAsync(request);
        return (answer, [.. gateways.All.Where(arrived => arrived.Id == id)]);
    }

    /// <summary>After failures of other tests one may be passed over for two seconds.</summary>
    private Task BothAreAsked(HttpClient client)
    {
        var probe = Guid.NewGuid().ToString();
        return Testing.Wait.Until(
            async () =>
            {
                using var answer = await client.GetAsync(new Uri($"/?id={probe}", UriKind.Relative));
                return gateways.All.Where(arrived => arrived.Id == probe).Select(arrived => arrived.Gateway).Distinct().Count() == 2;
            },
            "both gateways to be asked",
            TimeSpan.FromSeconds(20));
    }

    private static async Task IsProblem(HttpResponseMessage answer, string code)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(Problem.ContentType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("status").GetInt32().ShouldBe((int)answer.StatusCode);
        problem.GetProperty("type").GetString().ShouldBe($"urn:problem:{code.ToLowerInvariant().Replace('_', '-')}");
        new[] { "title", "detail" }.ShouldAllBe(member => problem.GetProperty(member).GetString()!.Length > 0);
    }
}
