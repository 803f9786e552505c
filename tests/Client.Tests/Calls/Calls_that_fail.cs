using System.Net;
using Client.Tests.Hosting;

namespace Client.Tests.Calls;

public sealed class Calls_that_fail
{
    private readonly FakeTime time = new(Some.Now);
    private readonly StubPlatform platform;
    private readonly MessagingClient client;

    public Calls_that_fail()
    {
        platform = new StubPlatform { Time = time };
        client = platform.Client("msk_key");
    }

    [Theory]
    [InlineData(429, "RATE_LIMITED")]
    [InlineData(502, "NOBODY")]
    [InlineData(503, "SERVICE_UNAVAILABLE")]
    [InlineData(504, "NO_ANSWER")]
    [InlineData(409, "IDEMPOTENCY_IN_PROGRESS")]
    public async Task A_mutation_is_sent_again_under_its_key(int status, string code)
    {
        platform.Answers(() => StubPlatform.Problem(status, code), StubPlatform.Lost, () => StubPlatform.Json(201, EventJson));

        var created = await client.Events.Create(new NewEvent("Spring", Some.Now)).Within(time);

        created.Name.ShouldBe("Spring");
        platform.Sent.Count.ShouldBe(3);
        platform.Sent.Select(request => request.Key).Distinct().ShouldHaveSingleItem().ShouldNotBeNullOrEmpty();
        platform.Sent.Select(request => request.Body).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_mutations_have_two_keys()
    {
        platform.Answers(() => StubPlatform.Json(201, EventJson));

        await client.Events.Create(new NewEvent("Spring", Some.Now));
        await client.Events.Create(new NewEvent("Spring", Some.Now));

        platform.Sent.Select(request => request.Key).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_key_of_one_s_own_is_kept()
    {
        platform.Answers(() => StubPlatform.Problem(503, "SERVICE_UNAVAILABLE"), () => StubPlatform.Json(201, EventJson));

        await client.WithIdempotencyKey("job-7").Events.Create(new NewEvent("Spring", Some.Now)).Within(time);

        platform.Sent.Select(request => request.Key).ShouldBe(["job-7", "job-7"]);
    }

    [Fact]
    public async Task A_reading_call_has_no_key_and_is_sent_again()
    {
        platform.Answers(StubPlatform.Lost, () => StubPlatform.Json(200, EventJson));

        (await client.Events.Get(Guid.NewGuid()).Within(time)).Name.ShouldBe("Spring");

        platform.Sent.ShouldAllBe(request => request.Key == null);
    }

    /// <summary>Nobody's registration has a key: whether it was done is not known.</summary>
    [Fact]
    public async Task A_registration_without_an_answer_is_not_sent_again()
    {
        platform.Answers(StubPlatform.Lost);

        await Should.ThrowAsync<HttpRequestException>(client.Users.Register("ada@example.com", "Reward-2026"));

        platform.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_registration_that_was_not_done_is_sent_again()
    {
        platform.Answers(
            () => StubPlatform.Problem(429, "RATE_LIMITED", TimeSpan.FromSeconds(1)),
            () => throw new HttpRequestException(HttpRequestError.ConnectionError),
            () => StubPlatform.Json(201, ClientSome.UserJson));

        (await client.Users.Register("ada@example.com", "Reward-2026").Within(time)).Email.ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task The_platform_says_when_to_come_again()
    {
        platform.Answers(() => StubPlatform.Problem(429, "RATE_LIMITED", TimeSpan.FromSeconds(7)), () => StubPlatform.Json(200, EventJson));

        await client.Events.Get(Guid.NewGuid()).Within(time);

        (platform.Sent[1].At - platform.Sent[0].At).ShouldBeInRange(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task What_is_too_long_to_wait_is_told()
    {
        platform.Answers(() => StubPlatform.Problem(429, "TOO_MANY_ATTEMPTS", TimeSpan.FromMinutes(15)));

        var refused = await Should.ThrowAsync<ProblemException>(client.Events.Get(Guid.NewGuid()));

        refused.RetryAfter.ShouldBe(TimeSpan.FromMinutes(15));
        platform.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task It_is_not_tried_for_ever()
    {
        platform.Answers(() => StubPlatform.Problem(503, "SERVICE_UNAVAILABLE"));

        var refused = await Should.ThrowAsync<ProblemException>(() => client.Events.Get(Guid.NewGuid()).Within(time));

        refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        platform.Sent.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_platform_that_says_nothing_is_asked_again()
    {
        platform.Answer = async (_, end) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, end);
            return StubPlatform.Lost();
        };

        await Should.ThrowAsync<TimeoutException>(() => platform.Client("msk_key", retries: 1).Events.Get(Guid.NewGuid()).Within(time));

        platform.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_gives_up_waits_no_longer()
    {
        platform.Answers(() => StubPlatform.Problem(503, "SERVICE_UNAVAILABLE", TimeSpan.FromSeconds(20)));
        using var end = new CancellationTokenSource();

        var asked = client.Events.Get(Guid.NewGuid(), end.Token);
        await Wait.Until(() => platform.Sent.Count == 1, "the first try");
        await end.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asked.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_refusal_says_everything_that_the_platform_said()
    {
        platform.Answers(() => StubPlatform.Json(400, """{"status":400,"detail":"2 faults.","code":"VALIDATION_FAILED","traceId":"t1","errors":{"name":["is required."]},"nextAt":"x"}"""));

        var refused = await Should.ThrowAsync<ProblemException>(client.Events.Create(new NewEvent("", Some.Now)));

        (refused.Status, refused.Code, refused.Message, refused.TraceId).ShouldBe((HttpStatusCode.BadRequest, Codes.ValidationFailed, "2 faults.", "t1"));
        refused.Errors["name"].ShouldBe(["is required."]);
        refused.Details.GetProperty("nextAt").GetString().ShouldBe("x");
    }

    [Fact]
    public async Task Errors_of_another_shape_are_none()
    {
        platform.Answers(() => StubPlatform.Json(400, """{"code":"VALIDATION_FAILED","errors":{"name":[{"of":"another kind"}]}}"""));

        var refused = await Should.ThrowAsync<ProblemException>(client.Events.Create(new NewEvent("", Some.Now)));

        (refused.Code, refused.Errors.Count).ShouldBe((Codes.ValidationFailed, 0));
    }

    [Theory]
    [InlineData("<html>Sign in to this network</html>")]
    [InlineData("null")]
    [InlineData("""{"items":[{"name":"No type"}],"nextCursor":null}""")]
    [InlineData("""{"items":[{"type":7}],"nextCursor":null}""")]
    public async Task A_success_that_cannot_be_read_is_no_answer(string body)
    {
        platform.Answers(() => StubPlatform.Json(200, body));

        var failure = await Should.ThrowAsync<HttpRequestException>(client.Rewards.List(Guid.NewGuid()).Page());

        failure.HttpRequestError.ShouldBe(HttpRequestError.InvalidResponse);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("clé")]
    public void A_key_that_no_header_can_hold_is_refused_as_it_is_given(string key)
    {
        Should.Throw<ArgumentException>(() => client.WithIdempotencyKey(key));
        Should.Throw<ArgumentException>(() => client.WithIdempotencyKey(new string('k', 129)));
    }

    /// <summary>As for a walk through the whole log: longer than an HTTP client waits by itself.</summary>
    [Fact]
    public void Calls_end_by_their_own_time()
    {
        using var http = new HttpClient(platform, disposeHandler: false);
        using var own = new MessagingClient(new MessagingClientOptions { Address = StubPlatform.Address }, http);

        http.Timeout.ShouldBe(Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public async Task What_is_no_problem_is_told_all_the_same()
    {
        platform.Answers(() => new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("<html>nginx</html>") });

        var refused = await Should.ThrowAsync<ProblemException>(client.Events.Get(Guid.NewGuid()));

        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.NotFound, "NO_PROBLEM_DETAILS"));
    }

    internal const string EventJson =
        """{"id":"0190a5f0-0000-7000-8000-000000000002","name":"Spring","condition":null,"periodStart":"2030-01-01T00:00:00Z","timeZone":"UTC","status":"POSTPONED","approval":"AUTO","fourEyes":false,"createdAt":"2030-01-01T00:00:00Z","updatedAt":"2030-01-01T00:00:00Z","version":1,"later":{}}""";
}
