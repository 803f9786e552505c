using System.Net;
using System.Net.Http.Json;
using System.Text;
using Contracts;
using Contracts.Turn;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Hosting.Configuration;

namespace Gateway.Tests.Turn;

public sealed class Turn_over_HTTP : IAsyncLifetime
{
    private const string Key = "a-service-key-of-these-tests-of-32-bytes";

    private readonly Guid user = Guid.NewGuid();
    private GatewayHost gateway = null!;

    public async Task InitializeAsync() => gateway = await GatewayHost.Start(settings: ("Turn:ServiceKey", Key));

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    [Fact]
    public async Task A_user_gets_credentials_and_what_a_browser_takes()
    {
        gateway.Services.On<IssueTurnCredentials>(_ => new TurnCredentials("1:u", "c", 3600, ["turn:a", "turns:a"]));

        var answer = await (await gateway.SignedIn(user, Role.User)).PostAsJsonAsync("/turn/credentials", new { }).Json(HttpStatusCode.Created);

        answer.GetRawText().ShouldBe(
            """{"username":"1:u","credential":"c","ttl":3600,"uris":["turn:a","turns:a"],"iceServers":[{"urls":["turn:a","turns:a"],"username":"1:u","credential":"c"}]}""");
        gateway.Services.Last<IssueTurnCredentials>().Caller.UserId.ShouldBe(user);
    }

    [Fact]
    public async Task What_the_service_refuses_is_told_with_its_status()
    {
        var client = await gateway.SignedIn(Role.User);
        gateway.Services.Refuse<IssueTurnCredentials>(Codes.TurnSessionsExceeded);
        await client.PostAsJsonAsync("/turn/credentials", new { }).Problem(HttpStatusCode.Conflict, Codes.TurnSessionsExceeded);
        gateway.Services.Refuse<IssueTurnCredentials>(Codes.TurnNotConfigured);

        await client.PostAsJsonAsync("/turn/credentials", new { roomId = Guid.NewGuid() }).Problem(HttpStatusCode.ServiceUnavailable, Codes.TurnNotConfigured);
        await client.PostAsJsonAsync("/turn/credentials", new { roomId = "x" }).Problem(HttpStatusCode.BadRequest, Codes.ValidationFailed);
    }

    [Fact]
    public async Task A_server_with_the_key_has_credentials_verified()
    {
        gateway.Services.On<VerifyTurnCredentials>(_ => new TurnCredentialsVerified(true, user, null, Some.Time));

        var answer = await Validate(Key).Json(HttpStatusCode.OK);

        answer.GetRawText().ShouldBe($$"""{"valid":true,"userId":"{{user}}","roomId":null,"expiresAt":"2030-01-31T12:00:00Z"}""");
        gateway.Services.Last<VerifyTurnCredentials>().ShouldBe(new VerifyTurnCredentials("u", "c"));
    }

    [Fact]
    public async Task A_server_with_the_key_gets_credentials_of_its_own()
    {
        gateway.Services.On<IssueServerCredentials>(_ => new TurnCredentials("1:janus", "c", 3600, ["turn:a"]));

        var answer = await gateway.Anonymous().GetAsync($"/turn?service=turn&username=janus&key={Key}").Json(HttpStatusCode.OK);

        answer.GetRawText().ShouldBe("""{"username":"1:janus","password":"c","ttl":3600,"uris":["turn:a"]}""");
        gateway.Services.Last<IssueServerCredentials>().Name.ShouldBe("janus");
        await gateway.Anonymous().GetAsync($"/turn?service=turn&username=&key={Key}").Json(HttpStatusCode.OK);
        gateway.Services.Last<IssueServerCredentials>().Name.ShouldBeNull();
        await gateway.Anonymous().GetAsync($"/turn?service=stun&username=a:b&key={Key}").Problem(HttpStatusCode.BadRequest, Codes.ValidationFailed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a-service-key-of-these-tests-of-32-byte")]
    [InlineData("A-SERVICE-KEY-OF-THESE-TESTS-OF-32-BYTES")]
    public async Task Another_key_is_none(string? key)
    {
        await Validate(key).Problem(HttpStatusCode.Unauthorized, Codes.Unauthenticated);
        await gateway.Anonymous().GetAsync($"/turn?service=turn{(key is null ? "" : $"&key={key}")}").Problem(HttpStatusCode.Unauthorized, Codes.Unauthenticated);
        await (await gateway.SignedIn(Role.Admin)).GetAsync("/turn?service=turn").Problem(HttpStatusCode.Unauthorized, Codes.Unauthenticated);
    }

    [Fact]
    public async Task Without_the_key_nobody_learns_what_is_wrong_with_a_request()
    {
        foreach (var body in new[] { "{}", "{", """{"username":1}""" })
        {
            await gateway.Anonymous().PostAsync("/turn/validate", new StringContent(body, Encoding.UTF8, "application/json")).Problem(HttpStatusCode.Unauthorized, Codes.Unauthenticated);
        }

        await gateway.Anonymous().GetAsync("/turn?service=stun&username=a:b").Problem(HttpStatusCode.Unauthorized, Codes.Unauthenticated);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_with_its_key_gets_the_same_credentials()
    {
        var issued = 0;
        gateway.Services.On<IssueTurnCredentials>(_ => new TurnCredentials($"{++issued}:u", "c", 3600, ["turn:a"]));
        var client = await gateway.SignedIn(user, Role.User);
        client.DefaultRequestHeaders.Add("Idempotency-Key", "once");

        for (var i = 0; i < 2; i++)
        {
            var answer = await client.PostAsJsonAsync("/turn/credentials", new { });

            answer.Headers.CacheControl.ShouldNotBeNull().NoStore.ShouldBeTrue();
            (await Task.FromResult(answer).Json(HttpStatusCode.Created)).GetProperty("username").GetString().ShouldBe("1:u");
        }
    }

    [Fact]
    public async Task No_cache_keeps_a_server_s_credentials()
    {
        gateway.Services.On<IssueServerCredentials>(_ => new TurnCredentials("1", "c", 3600, ["turn:a"]));

        var answer = await gateway.Anonymous().GetAsync($"/turn?service=turn&key={Key}");

        (answer.StatusCode, answer.Headers.CacheControl?.NoStore).ShouldBe((HttpStatusCode.OK, true));
    }

    [Fact]
    public async Task A_key_that_is_short_stops_the_host_with_its_name() =>
        (await Should.ThrowAsync<ConfigurationException>(() => GatewayHost.Start(settings: ("Turn:ServiceKey", "a-key-with-less-than-32-bytes")))).Message.ShouldContain("Turn__ServiceKey");

    [Fact]
    public async Task Without_a_key_configured_nobody_has_it()
    {
        await using var bare = await GatewayHost.Start();

        await bare.Anonymous().GetAsync("/turn?service=turn&key=").Problem(HttpStatusCode.Unauthorized, Codes.Unauthenticated);
    }

    private async Task<HttpResponseMessage> Validate(string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/turn/validate") { Content = JsonContent.Create(new { username = "u", credential = "c" }) };
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Service-Key", key);
        }

        return await gateway.Anonymous().SendAsync(request);
    }
}
