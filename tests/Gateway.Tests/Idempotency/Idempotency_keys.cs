using System.Globalization;
using System.Net;
using Contracts.Events;
using Contracts.Requests;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Http.Idempotency;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Idempotency;

public sealed class Idempotency_keys(RunningGateway gateway) : GatewayTests(gateway)
{
    private const string Body = """{"name":"n","periodStart":"2030-01-01T00:00:00Z"}""";

    private readonly (string, string) key = ("Idempotency-Key", Guid.NewGuid().ToString());

    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_nothing_is_done_again()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId, version: 9));
        var client = await Gateway.SignedIn(Role.Operator);

        var first = await client.Post("/events", Body, key);
        var second = await client.Post("/api/v1/events", Body, key);

        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.Location.ShouldBe(first.Headers.Location);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        second.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        Services.Received<CreateEvent>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_refused_is_judged_anew_with_the_same_id()
    {
        Services.Refuse<RequestReward>("EVENT_NOT_ACTIVE");
        var client = await Gateway.SignedIn(Role.User);
        var path = $"/events/{Guid.NewGuid()}/request";
        await client.Post(path, null, key).Problem(HttpStatusCode.Conflict, "EVENT_NOT_ACTIVE");
        Services.On<RequestReward>(message => Some.Request(message.RequestId));

        await client.Post(path, null, key).Json(HttpStatusCode.Created);
        await client.Post(path, null, key).Json(HttpStatusCode.Created);

        Services.Received<RequestReward>().Count.ShouldBe(2);
        Services.Received<RequestReward>().Select(sent => sent.RequestId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_answer_past_the_bound_is_made_again_of_the_same_thing()
    {
        await using var bounded = await GatewayHost.Start(configure: builder =>
            builder.Services.AddSingleton(IdempotencySettings.Usual with { LargestAnswer = 10 }));
        bounded.Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await bounded.SignedIn(Role.Operator);

        var first = await client.Post("/events", Body, key).Json(HttpStatusCode.Created);
        var second = await client.Post("/events", Body, key).Json(HttpStatusCode.Created);

        second.GetProperty("id").GetString().ShouldBe(first.GetProperty("id").GetString());
        bounded.Services.Received<CreateEvent>().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("reject")]
    public async Task A_list_of_decisions_of_which_one_failed_is_gone_through_again(string decision)
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var isUp = false;
        Services.On<ApproveRewardRequest>(message => Decide(message.RequestId));
        Services.On<RejectRewardRequest>(message => Decide(message.RequestId));
        var client = await Gateway.SignedIn(Role.Operator);
        var body = $$"""{"ids":["{{first}}","{{second}}"],"reason":"r"}""";

        (await Results()).ShouldBe([null, "SERVICE_UNAVAILABLE"]);
        isUp = true;
        (await Results()).ShouldBe([null, null]);

        // What is whole is kept.
        isUp = false;
        (await Results()).ShouldBe([null, null]);

        // A service that has decided already knows the command again, and answers as it did then.
        foreach (var id in new[] { first, second })
        {
            var sent = Services.MessageIds<ApproveRewardRequest>(m => m.RequestId == id).Concat(Services.MessageIds<RejectRewardRequest>(m => m.RequestId == id)).ToList();
            sent.Count.ShouldBeGreaterThanOrEqualTo(2);
            sent.Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        }

        Services.MessageIds<ApproveRewardRequest>(_ => true).Concat(Services.MessageIds<RejectRewardRequest>(_ => true)).Distinct().Count().ShouldBe(2);

        object Decide(Guid id) => isUp || id == first ? Some.Request(id) : throw new InvalidOperationException("down");

        async Task<IEnumerable<string?>> Results() =>
            (await client.Post($"/events/requests/{decision}", body, key).Json(HttpStatusCode.OK)).GetProperty("results").EnumerateArray()
                .Select(result => result.GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_came_too_often_is_done_when_it_comes_again()
    {
        var client = await Gateway.SignedIn(Role.User);
        var body = """{"currentPassword":"Correct-Horse-1","newPassword":"Correct-Horse-2"}""";
        Services.Refuse<ChangePassword>("TOO_MANY_ATTEMPTS");
        (await client.Send("PUT", "/users/me/password", body, key)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        Services.On<ChangePassword>(message => new PasswordChanged(message.UserId));

        (await client.Send("PUT", "/users/me/password", body, key)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task The_method_counts_whatever_its_letters()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);

        var first = await client.Send("POST", "/events", Body, key);
        var second = await client.Send("PoSt", "/events", Body, key);

        second.Headers.Location.ShouldBe(first.Headers.Location);
        Services.Received<CreateEvent>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_body_that_could_not_be_read_leaves_the_key_free()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);

        await client.Post("/events", "{", key).Problem(HttpStatusCode.BadRequest, "MALFORMED_JSON");
        await client.Post("/events", Body, key).Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Another_body_is_422()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);
        await client.Post("/events", Body, key).Json(HttpStatusCode.Created);

        await client.Post("/events", Body.Replace("\"n\"", "\"m\"", StringComparison.Ordinal), key)
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

        await ann.Post("/events", Body, key).Json(HttpStatusCode.Created);
        await bob.Post("/events", Body, key).Json(HttpStatusCode.Created);
        await ann.Post($"/events/{eventId}/request", null, key).Json(HttpStatusCode.Created);
        await ann.Post($"/events/{Guid.NewGuid()}/request", null, key).Json(HttpStatusCode.Created);
        await ann.Send("PATCH", $"/events/{eventId}", """{"name":"n"}""", key).Json(HttpStatusCode.OK);
        (await ann.Send("DELETE", $"/events/{eventId}", null, key)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

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

        await client.Post($"/events/{id}/request", null, key).Json(HttpStatusCode.Created);
        await client.Post(other, null, key).Json(HttpStatusCode.Created);

        Services.Received<RequestReward>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_repeated()
    {
        Services.On<ArchiveEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Admin);
        var path = $"/events/{Guid.NewGuid()}";

        (await client.Send("DELETE", path, null, key)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.Send("DELETE", path, null, key)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Services.Received<ArchiveEvent>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_failed_is_tried_again_with_the_same_id()
    {
        Services.On<CreateEvent>(_ => throw new InvalidOperationException("first"));
        var client = await Gateway.SignedIn(Role.Operator);
        await client.Post("/events", Body, key).Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        Services.On<CreateEvent>(message => Some.Event(message.EventId));

        await client.Post("/events", Body, key).Json(HttpStatusCode.Created);

        Services.Received<CreateEvent>().Select(sent => sent.EventId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_gateway_that_lost_its_records_makes_the_same_id_again()
    {
        var caller = Guid.NewGuid();
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        await using var restarted = await GatewayHost.Start();
        restarted.Services.On<CreateEvent>(message => Some.Event(message.EventId));

        await (await Gateway.SignedIn(caller, Role.Operator)).Post("/events", Body, key).Json(HttpStatusCode.Created);
        await (await restarted.SignedIn(caller, Role.Operator)).Post("/events", Body, key).Json(HttpStatusCode.Created);

        restarted.Services.Last<CreateEvent>().EventId.ShouldBe(Services.Last<CreateEvent>().EventId);
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
    public async Task A_repeat_waits_for_the_first_and_gets_its_answer()
    {
        var started = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        Services.OnAsync<CreateEvent>(async message =>
        {
            started.SetResult();
            await go.Task;
            return Some.Event(message.EventId);
        });
        var client = await Gateway.SignedIn(Role.Operator);
        var first = client.Post("/events", Body, key);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var second = client.Post("/events", Body, key);
        go.SetResult();

        (await second.Json(HttpStatusCode.Created)).GetRawText().ShouldBe((await first.Json(HttpStatusCode.Created)).GetRawText());
        Services.Received<CreateEvent>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_first_that_takes_too_long_is_409_for_the_repeat()
    {
        await using var impatient = await GatewayHost.Start(configure: builder =>
            builder.Services.AddSingleton(IdempotencySettings.Usual with { Wait = TimeSpan.FromMilliseconds(100) }));
        var started = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        impatient.Services.OnAsync<CreateEvent>(async message =>
        {
            started.SetResult();
            await go.Task;
            return Some.Event(message.EventId);
        });
        var client = await impatient.SignedIn(Role.Operator);
        var first = client.Post("/events", Body, key);
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await client.Post("/events", Body, key).Problem(HttpStatusCode.Conflict, "IDEMPOTENCY_IN_PROGRESS");

        go.SetResult();
        await first.Json(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Many_at_once_do_it_once()
    {
        Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.Operator);

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => client.Post("/events", Body, key).Json(HttpStatusCode.Created)));

        answers.Select(answer => answer.GetRawText()).Distinct().ShouldHaveSingleItem();
        Services.Received<CreateEvent>().Count.ShouldBe(1);
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

        await client.Post("/users", """{"email":"a@example.com","password":"Passw0rd"}""", key).Json(HttpStatusCode.Created);
        await client.Post("/users", """{"email":"b@example.com","password":"Passw0rd"}""", key).Json(HttpStatusCode.Created);
        await client.Post("/auth/login", """{"email":"a@example.com","password":"x"}""", key).Json(HttpStatusCode.OK);
        await client.Post("/auth/login", """{"email":"b@example.com","password":"x"}""", key).Json(HttpStatusCode.OK);

        Services.Received<RegisterUser>().Count.ShouldBe(2);
        Services.Received<Contracts.Sessions.LogIn>().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Reads_ignore_it()
    {
        Services.On<GetEvent>(message => Some.Event(message.EventId));
        var client = await Gateway.SignedIn(Role.User);
        var path = $"/events/{Guid.NewGuid()}";

        await client.Send("GET", path, null, key).Json(HttpStatusCode.OK);
        await client.Send("GET", path, null, key).Json(HttpStatusCode.OK);

        Services.ReceivedCount.ShouldBe(2);
    }

    [Fact]
    public async Task Who_may_not_is_told_before_any_key_counts()
    {
        var client = await Gateway.SignedIn(Role.User);

        await client.Post("/events", Body, key).Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
        await Gateway.Anonymous().Post("/events", Body, key).Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task A_store_of_keys_that_is_down_is_503_and_nothing_is_done()
    {
        await using var broken = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<IIdempotencyRecords, BrokenRecords>());

        await (await broken.SignedIn(Role.Operator)).Post("/events", Body, key).Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");

        broken.Services.ReceivedCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(Unreadable.Altered)]
    [InlineData(Unreadable.Unsealed)]
    [InlineData(Unreadable.OfAnotherKey)]
    public async Task An_answer_that_cannot_be_opened_is_503_and_nothing_is_done_again(Unreadable kind)
    {
        var kept = new AlteredRecords();
        await using var altering = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<IIdempotencyRecords>(kept));
        altering.Services.On<CreateEvent>(message => Some.Event(message.EventId));
        var client = await altering.SignedIn(Role.Operator);
        await client.Post("/events", Body, ("Idempotency-Key", "another")).Json(HttpStatusCode.Created);
        var other = kept.LastAnswer!;
        await client.Post("/events", Body, key).Json(HttpStatusCode.Created);

        kept.Alter = answer => kind switch
        {
            Unreadable.Altered => answer[..^2] + (answer[^2] == 'A' ? 'B' : 'A') + answer[^1],
            Unreadable.Unsealed => """{"status":201,"body":""}""",
            _ => other,
        };
        await client.Post("/events", Body, key).Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        kept.Alter = answer => answer;
        await client.Post("/events", Body, key).Json(HttpStatusCode.Created);

        altering.Services.Received<CreateEvent>().Count.ShouldBe(2);
    }

    public enum Unreadable
    {
        Altered,
        Unsealed,
        OfAnotherKey,
    }

    /// <summary>In memory; what is found is not always what was kept.</summary>
    private sealed class AlteredRecords : IIdempotencyRecords
    {
        private readonly MemoryIdempotencyRecords records = new(TimeProvider.System, IdempotencySettings.Usual);

        public Func<string, string> Alter { get; set; } = answer => answer;

        public string? LastAnswer { get; private set; }

        public async Task<IdempotencyRecord> Claim(string key, IdempotencyRecord own, CancellationToken cancellationToken) =>
            await records.Claim(key, own, cancellationToken) is var found && found.Answer is { } answer ? found with { Answer = Alter(answer) } : found;

        public Task Keep(string key, IdempotencyRecord answered, CancellationToken cancellationToken)
        {
            LastAnswer = answered.Answer;
            return records.Keep(key, answered, cancellationToken);
        }

        public Task Release(string key, IdempotencyRecord own, CancellationToken cancellationToken) => records.Release(key, own, cancellationToken);
    }

    private sealed class BrokenRecords : IIdempotencyRecords
    {
        public Task<IdempotencyRecord> Claim(string key, IdempotencyRecord own, CancellationToken cancellationToken) => throw new IOException("down");

        public Task Keep(string key, IdempotencyRecord answered, CancellationToken cancellationToken) => throw new IOException("down");

        public Task Release(string key, IdempotencyRecord own, CancellationToken cancellationToken) => throw new IOException("down");
    }
}
