using System.Text.Json;
using Client.Tests.Hosting;

namespace Client.Tests.Sessions;

public sealed class When_a_token_has_ended
{
    private readonly FakeTime time = new(Some.Now);
    private readonly StubPlatform platform;
    private readonly MessagingClient client;
    private int issued = 1;

    public When_a_token_has_ended()
    {
        platform = new StubPlatform { Time = time, Answer = (request, _) => Task.FromResult(Judge(request)) };
        client = platform.Client();
    }

    /// <summary>As the platform: the newest access token alone counts, and a refresh token once.</summary>
    private HttpResponseMessage Judge(SentRequest request)
    {
        var number = Volatile.Read(ref issued);
        if (request.Path == "/auth/refresh")
        {
            return TokenOf(request) == $"refresh-{number}" && Interlocked.CompareExchange(ref issued, number + 1, number) == number
                ? StubPlatform.Json(200, Some.SessionJson(number + 1))
                : StubPlatform.Problem(401, "INVALID_REFRESH_TOKEN");
        }

        return request.Token == $"access-{number}" ? StubPlatform.Json(200, ClientSome.UserJson) : StubPlatform.Problem(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task One_refresh_serves_however_many_calls_find_it_ended()
    {
        client.Sessions.Resume(Some.Session(Some.Now.AddMinutes(-1)));
        var gate = new TaskCompletionSource();
        platform.Answer = async (request, _) =>
        {
            if (request.Path == "/auth/refresh")
            {
                await gate.Task;
            }

            return Judge(request);
        };

        var asked = Enumerable.Range(0, 50).Select(_ => Task.Run(() => client.Sessions.Me())).ToList();
        await Wait.Until(() => platform.Sent.Count == 1, "the refresh");
        gate.SetResult();
        await Task.WhenAll(asked);

        platform.Sent.Count(request => request.Path == "/auth/refresh").ShouldBe(1);
        platform.Sent.Where(request => request.Path == "/auth/me").ShouldAllBe(request => request.Token == "access-2");
    }

    [Fact]
    public async Task A_refresh_token_is_never_sent_after_it_was_exchanged()
    {
        client.Sessions.Resume(Some.Session(Some.Now.AddMinutes(-1)));
        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => client.Sessions.Me())));
            time.Advance(TimeSpan.FromMinutes(16));
        }

        var sent = platform.Sent.Where(request => request.Path == "/auth/refresh").Select(TokenOf).ToList();
        sent.ShouldBe(Enumerable.Range(1, 20).Select(number => $"refresh-{number}"));
    }

    /// <summary>Another client of the user has signed in, or his roles have changed.</summary>
    [Fact]
    public async Task A_call_that_is_refused_renews_it_and_is_made_again_under_its_key()
    {
        client.Sessions.Resume(Some.Session(Some.Now.AddHours(1), access: "ended"));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => client.Users.ChangeName("Ada"))));

        platform.Sent.Count(request => request.Path == "/auth/refresh").ShouldBe(1);
        platform.Sent.Where(request => request.Path == "/users/me").GroupBy(request => request.Key).ShouldAllBe(tries => tries.Count() <= 2);
        platform.Sent.Where(request => request.Path == "/users/me").Select(request => request.Key).Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public async Task Who_gives_up_takes_the_new_session_from_nobody()
    {
        client.Sessions.Resume(Some.Session(Some.Now.AddMinutes(-1)));
        var gate = new TaskCompletionSource();
        platform.Answer = async (request, _) =>
        {
            if (request.Path == "/auth/refresh")
            {
                await gate.Task;
            }

            return Judge(request);
        };
        using var end = new CancellationTokenSource();

        var impatient = client.Sessions.Me(end.Token);
        await Wait.Until(() => platform.Sent.Count == 1, "the refresh");
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(impatient);
        gate.SetResult();

        (await client.Sessions.Me()).Name.ShouldBe("Ada");
        platform.Sent.Count(request => request.Path == "/auth/refresh").ShouldBe(1);
    }

    /// <summary>The platform answers the token that was just exchanged with the same session again, for 10 s.</summary>
    [Fact]
    public async Task A_refresh_whose_answer_was_lost_is_asked_for_again_and_not_later_than_that()
    {
        client.Sessions.Resume(Some.Session(Some.Now.AddMinutes(-1)));
        var lost = 0;
        platform.Answer = (request, _) => Task.FromResult(request.Path == "/auth/refresh" && lost++ < 2 ? StubPlatform.Lost() : Judge(request));

        (await client.Sessions.Me().Within(time)).Name.ShouldBe("Ada");

        var tries = platform.Sent.Where(request => request.Path == "/auth/refresh").ToList();
        tries.Count.ShouldBe(3);
        (tries[^1].At - tries[0].At).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_refresh_is_not_repeated_past_the_time_for_which_that_is_safe()
    {
        client.Sessions.Resume(Some.Session(Some.Now.AddMinutes(-1)));
        platform.Answers(() => StubPlatform.Problem(503, "SERVICE_UNAVAILABLE", TimeSpan.FromSeconds(9)));

        await Should.ThrowAsync<ProblemException>(() => client.Sessions.Me().Within(time));

        platform.Sent.ShouldHaveSingleItem();
        client.Sessions.Current.ShouldNotBeNull();
    }

    /// <summary>What is sent within that time must not arrive after it, either.</summary>
    [Fact]
    public async Task A_refresh_is_not_under_way_past_that_time()
    {
        client.Sessions.Resume(Some.Session(Some.Now.AddMinutes(-1)));
        var ends = new List<DateTimeOffset>();
        platform.Answer = async (_, end) =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, end);
            }
            finally
            {
                ends.Add(time.GetUtcNow());
            }

            return StubPlatform.Lost();
        };

        await Should.ThrowAsync<TimeoutException>(() => client.Sessions.Me().Within(time));

        ends.Count.ShouldBe(2);
        (ends[^1] - platform.Sent[0].At).ShouldBeInRange(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(9.5));
    }

    [Fact]
    public async Task A_handler_that_throws_fails_no_call()
    {
        client.Sessions.Resume(Some.Session(Some.Now.AddMinutes(-1)));
        client.Sessions.Changed += _ => throw new InvalidOperationException("The disk is full.");

        (await client.Sessions.Me().WaitAsync(TimeSpan.FromSeconds(30))).Name.ShouldBe("Ada");

        client.Sessions.Current!.AccessToken.ShouldBe("access-2");
    }

    [Fact]
    public async Task A_login_that_is_answered_with_no_session_signs_nobody_in()
    {
        platform.Answers(() => StubPlatform.Json(200, "{}"));

        await Should.ThrowAsync<HttpRequestException>(client.Sessions.LogIn("ada@example.com", "Reward-2026"));

        client.Sessions.Current.ShouldBeNull();
    }

    [Fact]
    public async Task A_session_that_is_over_is_forgotten_and_told()
    {
        var told = new List<Session?>();
        client.Sessions.Changed += told.Add;
        client.Sessions.Resume(Some.Session(Some.Now.AddMinutes(-1), refresh: "revoked"));

        (await Should.ThrowAsync<ProblemException>(client.Sessions.Me())).Code.ShouldBe(Codes.InvalidRefreshToken);

        client.Sessions.Current.ShouldBeNull();
        told.Count.ShouldBe(2);
        told[1].ShouldBeNull();
    }

    [Fact]
    public async Task Each_new_session_is_told()
    {
        var told = new List<string?>();
        client.Sessions.Resume(Some.Session(Some.Now.AddMinutes(-1)));
        client.Sessions.Changed += session => told.Add(session?.RefreshToken);

        await client.Sessions.Me();

        told.ShouldBe(["refresh-2"]);
    }

    [Fact]
    public async Task Who_signs_in_meanwhile_stays_signed_in()
    {
        client.Sessions.Resume(Some.Session(Some.Now.AddMinutes(-1)));
        var gate = new TaskCompletionSource();
        platform.Answer = async (request, _) =>
        {
            await (request.Path == "/auth/refresh" ? gate.Task : Task.CompletedTask);
            return request.Path == "/auth/login" ? StubPlatform.Json(200, Some.SessionJson(7)) : StubPlatform.Json(200, request.Path == "/auth/refresh" ? Some.SessionJson(2) : ClientSome.UserJson);
        };

        var asked = client.Sessions.Me();
        await Wait.Until(() => platform.Sent.Count == 1, "the refresh");
        await client.Sessions.LogIn("bob@example.com", "Reward-2026");
        gate.SetResult();
        await asked;

        client.Sessions.Current!.RefreshToken.ShouldBe("refresh-7");
        platform.Sent[^1].Token.ShouldBe("access-7");
    }

    [Fact]
    public async Task A_service_account_has_nothing_to_renew()
    {
        platform.Answers(() => StubPlatform.Problem(401, "UNAUTHENTICATED"));

        await Should.ThrowAsync<ProblemException>(platform.Client("msk_key").Events.Get(Guid.NewGuid()));

        platform.Sent.ShouldHaveSingleItem().Token.ShouldBe("msk_key");
    }

    private static string? TokenOf(SentRequest refresh) => JsonElement.Parse(refresh.Body!).GetProperty("refreshToken").GetString();
}
