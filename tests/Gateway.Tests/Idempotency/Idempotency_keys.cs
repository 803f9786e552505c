using System.Globalization;
using System.Net;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Users;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Idempotency;

/// <summary>Which commands a key tells apart, and where it counts.</summary>
public sealed class Idempotency_keys(RunningGateway gateway) : IdempotencyTests(gateway)
{
    [Fact]
    public async Task The_method_counts_whatever_its_letters()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);

        var first = await client.Send("POST", "/events", Body, Key);
        var second = await client.Send("PoSt", "/events", Body, Key);

        second.Headers.Location.ShouldBe(first.Headers.Location);
        Services.Received<CreateEvent>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_body_is_422()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);
        await client.Post("/events", Body, Key).Json(HttpStatusCode.Created);

        await client.Post("/events", Body.Replace("\"n\"", "\"m\"", StringComparison.Ordinal), Key)
            .Problem(HttpStatusCode.UnprocessableEntity, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task The_key_of_another_caller_path_or_method_is_another_key()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        Services.On<RequestReward>(message => Some.Request(message.RequestId));
        Services.On<ArchiveEvent>(message => Some.Event(message.EventId));
        Services.On<ChangeEvent>(message => Some.Event(message.EventId));
        var ann = await Gateway.SignedIn(Role.Admin, Role.User);
        var bob = await Gateway.SignedIn(Role.Operator);
        var eventId = Guid.NewGuid();

        await ann.Post("/events", Body, Key).Json(HttpStatusCode.Created);
        await bob.Post("/events", Body, Key).Json(HttpStatusCode.Created);
        await ann.Post($"/events/{eventId}/request", null, Key).Json(HttpStatusCode.Created);
        await ann.Post($"/events/{Guid.NewGuid()}/request", null, Key).Json(HttpStatusCode.Created);
        await ann.Send("PATCH", $"/events/{eventId}", """{"name":"n"}""", Key).Json(HttpStatusCode.OK);
        (await ann.Send("DELETE", $"/events/{eventId}", null, Key)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Services.ReceivedCount.ShouldBe(6);
        Services.Received<CreateEvent>().Select(sent => sent.EventId).Distinct().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("/events/{0}/request/")]
    [InlineData("/EVENTS/{0}/Request")]
    [InlineData("/api/v1/events/{0}/request")]
    [InlineData("/events/{1}/request")]
    public async Task Every_spelling_of_a_path_is_the_same_resource(string spelling)
    {
        Services.On<RequestReward>(message => Some.Request(message.RequestId));
        var client = await Gateway.SignedIn(Role.User);
        var id = Guid.NewGuid().ToString();
        var other = string.Format(CultureInfo.InvariantCulture, spelling, id, id.ToUpperInvariant());

        await client.Post($"/events/{id}/request", null, Key).Json(HttpStatusCode.Created);
        await client.Post(other, null, Key).Json(HttpStatusCode.Created);

        Services.Received<RequestReward>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_key_each_id_is_new()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);

        await client.Post("/events", Body).Json(HttpStatusCode.Created);
        await client.Post("/events", Body).Json(HttpStatusCode.Created);

        Services.Received<CreateEvent>().Select(sent => sent.EventId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_key_of_128_characters_counts_and_a_longer_one_is_400()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);

        await client.Post("/events", Body, ("Idempotency-Key", new string('k', 128))).Json(HttpStatusCode.Created);
        (await client.Post("/events", Body, ("Idempotency-Key", new string('k', 129))).Faults()).ShouldBe(["Idempotency-Key"]);
    }

    [Fact]
    public async Task An_empty_key_is_400_on_a_real_server()
    {
        await using var real = await KestrelGateway.Start();
        var user = Guid.NewGuid();
        var token = real.Host.Tokens.Of(user, Role.Operator);
        await real.Host.StartSession(user, token);

        (await real.Client.Post("/events", Body, ("Authorization", $"Bearer {token}"), ("Idempotency-Key", "")).Faults()).ShouldBe(["Idempotency-Key"]);
    }

    [Fact]
    public async Task Registration_and_sessions_ignore_it()
    {
        Services.On<RegisterUser>(message => Some.User(message.UserId));
        Services.On<Contracts.Sessions.LogIn>(_ => Some.Session());
        var client = await Gateway.SignedIn(Role.User);

        await client.Post("/users", """{"email":"a@example.com","password":"Passw0rd"}""", Key).Json(HttpStatusCode.Created);
        await client.Post("/users", """{"email":"b@example.com","password":"Passw0rd"}""", Key).Json(HttpStatusCode.Created);
        await client.Post("/auth/login", """{"email":"a@example.com","password":"x"}""", Key).Json(HttpStatusCode.OK);
        await client.Post("/auth/login", """{"email":"b@example.com","password":"x"}""", Key).Json(HttpStatusCode.OK);

        Services.Received<RegisterUser>().Count.ShouldBe(2);
        Services.Received<Contracts.Sessions.LogIn>().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Reads_ignore_it()
    {
        Services.On<ListEvents>(_ => new EventList([], null));
        var client = await Gateway.SignedIn(Role.User);

        await client.Send("GET", "/events?q=spring", null, Key).Json(HttpStatusCode.OK);
        await client.Send("GET", "/events?q=spring", null, Key).Json(HttpStatusCode.OK);

        Services.ReceivedCount.ShouldBe(2);
    }

    [Fact]
    public async Task Who_may_not_is_told_before_any_key_counts()
    {
        var client = await Gateway.SignedIn(Role.User);

        await client.Post("/events", Body, Key).Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
        await Gateway.Anonymous().Post("/events", Body, Key).Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }
}
