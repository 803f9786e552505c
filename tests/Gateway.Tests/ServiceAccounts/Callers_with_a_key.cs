using System.Net;
using Contracts;
using Contracts.Events;
using Contracts.Requests;
using Contracts.ServiceAccounts;
using Contracts.Users;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Sessions;
using Testing;

namespace Gateway.Tests.ServiceAccounts;

public sealed class Callers_with_a_key
{
    private static readonly string[] Reading = [Permissions.EventsRead];

    private readonly Guid id = Guid.NewGuid();

    [Fact]
    public async Task Cost_no_question_but_one_a_minute_for_the_time_of_use()
    {
        var time = new LaterTime();
        await using var gateway = await Started(time);
        var client = await Known(gateway, ServiceKey.Create(id));

        for (var i = 0; i < 20; i++)
        {
            await client.GetAsync("/events").Json(HttpStatusCode.OK);
        }

        await Wait.Until(() => gateway.Services.Received<CheckServiceKey>().Count == 1, "the use is told");
        time.Later = TimeSpan.FromMinutes(2);
        await client.GetAsync("/events").Json(HttpStatusCode.OK);
        await Wait.Until(() => gateway.Services.Received<CheckServiceKey>().Count == 2, "the later use is told");
    }

    [Fact]
    public async Task Who_call_all_the_time_are_told_of_each_minute()
    {
        var time = new LaterTime();
        await using var gateway = await Started(time);
        var client = await Known(gateway, ServiceKey.Create(id));

        for (var halfMinutes = 0; halfMinutes <= 6; halfMinutes++)
        {
            time.Later = TimeSpan.FromSeconds(30 * halfMinutes);
            await client.GetAsync("/events").Json(HttpStatusCode.OK);
            await Wait.Until(() => gateway.Services.Received<CheckServiceKey>().Count == 1 + (halfMinutes / 2), $"told after {halfMinutes} half minutes");
        }
    }

    [Fact]
    public async Task Are_looked_up_once_when_the_store_knows_nothing_of_them()
    {
        await using var gateway = await Started();
        var (key, stranger) = (ServiceKey.Create(id), ServiceKey.Create(Guid.NewGuid()));
        gateway.Services.OnAsync<CheckServiceKey>(async asked =>
        {
            await gateway.Keys.Set(asked.ServiceAccountId == id ? Keys(key) : ServiceKeys.None(asked.ServiceAccountId, 0));
            return new ServiceKeyChecked(asked.ServiceAccountId);
        });

        await gateway.Client(key.Text).GetAsync("/events").Json(HttpStatusCode.OK);
        for (var i = 0; i < 3; i++)
        {
            await gateway.Client(stranger.Text).GetAsync("/events").Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        }

        gateway.Services.Received<CheckServiceKey>().Count(asked => asked.ServiceAccountId == stranger.AccountId).ShouldBe(1);
        gateway.Services.Received<CheckServiceKey>()[0].KeyHash.ShouldBe(key.Hash);
    }

    [Fact]
    public async Task Who_are_made_up_cost_no_more_questions_at_once_than_an_address_has_permits()
    {
        await using var gateway = await Started(settings: [("RateLimits:Ip", "3")]);
        var answered = new TaskCompletionSource();
        gateway.Services.OnAsync<CheckServiceKey>(async asked =>
        {
            await answered.Task;
            await gateway.Keys.Set(ServiceKeys.None(asked.ServiceAccountId, 0));
            return new ServiceKeyChecked(asked.ServiceAccountId);
        });

        var calls = Enumerable.Range(0, 10).Select(_ => gateway.Client(ServiceKey.Create(Guid.NewGuid()).Text).GetAsync("/events")).ToList();
        await Wait.Until(() => calls.Count(call => call.IsCompleted) >= 7, "those beyond the limit are refused");
        answered.SetResult();

        var answers = await Task.WhenAll(calls);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(7);
        gateway.Services.Received<CheckServiceKey>().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Are_refused_without_a_question_when_the_key_is_not_right()
    {
        await using var gateway = await Started();
        var key = ServiceKey.Create(id);
        await Known(gateway, key);

        foreach (var wrong in new[] { ServiceKey.Create(id).Text, key.Text[..^1], $"{key.Text}A", "msk_", $"msk_{new string('*', 43)}", key.Text.ToUpperInvariant() })
        {
            await gateway.Client(wrong).GetAsync("/events").Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        }

        gateway.Services.Received<CheckServiceKey>().ShouldBeEmpty();
        (await gateway.Anonymous().GetStringAsync("/metrics")).ShouldContain("auth_failures_total{reason=\"service_key\"}");
    }

    [Fact]
    public async Task Are_refused_from_the_moment_at_which_account_or_key_ends()
    {
        var time = new AheadTime();
        await using var gateway = await Started(time);
        var (newest, replaced, ending) = (ServiceKey.Create(id), ServiceKey.Create(id), ServiceKey.Create(Guid.NewGuid()));
        var end = time.GetUtcNow().AddMinutes(5);
        await gateway.Keys.Set(new ServiceKeys(id, 2, Reading, [new ServiceKeyHash(newest.Hash, null), new ServiceKeyHash(replaced.Hash, end)], null));
        await gateway.Keys.Set(new ServiceKeys(ending.AccountId, 1, Reading, [new ServiceKeyHash(ending.Hash, null)], end));
        foreach (var key in new[] { newest, replaced, ending })
        {
            await gateway.Client(key.Text).GetAsync("/events").Json(HttpStatusCode.OK);
        }

        time.Advance(TimeSpan.FromMinutes(5));

        await gateway.Client(newest.Text).GetAsync("/events").Json(HttpStatusCode.OK);
        await gateway.Client(replaced.Text).GetAsync("/events").Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
        await gateway.Client(ending.Text).GetAsync("/events").Problem(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task Act_as_the_service_account_with_its_permissions_and_no_role()
    {
        await using var gateway = await Started();
        var client = await Known(gateway, ServiceKey.Create(id), Permissions.EventsRead, Permissions.RequestsDecide);
        gateway.Services.Refuse<ApproveRewardRequest>("NOT_FOUND");

        // A search is nobody's but the caller's.
        await client.GetAsync("/events?q=spring").Json(HttpStatusCode.OK);
        await client.Post($"/events/requests/{Guid.NewGuid()}/approve").Problem(HttpStatusCode.NotFound, "NOT_FOUND");

        var caller = gateway.Services.Last<ListEvents>().Caller;
        caller.ShouldSatisfyAllConditions(
            () => caller.UserId.ShouldBe(id), () => caller.Roles.ShouldBeEmpty(), () => caller.Permissions.ShouldBe([Permissions.EventsRead, Permissions.RequestsDecide]));
        Actor.Of(caller).ShouldBe($"service:{id}");
        gateway.Services.Last<ApproveRewardRequest>().Actor.ShouldBe($"service:{id}");
    }

    [Fact]
    public async Task Read_the_list_of_permissions_and_nothing_of_their_own()
    {
        await using var gateway = await Started();
        var client = await Known(gateway, ServiceKey.Create(id), [.. Permissions.All]);

        await client.GetAsync("/permissions").Json(HttpStatusCode.OK);
        foreach (var path in new[] { "/auth/me", "/me/wallet", "/users/me/export", "/events/requests/stream" })
        {
            await client.GetAsync(path).Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
        }

        await client.Post($"/events/{Guid.NewGuid()}/request").Problem(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [Fact]
    public async Task Have_a_limit_of_their_own_each()
    {
        await using var gateway = await Started(settings: [("RateLimits:Ip", "1"), ("RateLimits:User", "1"), ("RateLimits:Service", "3")]);
        var (one, other) = (await Known(gateway, ServiceKey.Create(id)), await Known(gateway, ServiceKey.Create(Guid.NewGuid())));
        for (var i = 0; i < 3; i++)
        {
            (await one.GetAsync("/events")).Headers.GetValues("RateLimit-Limit").Single().ShouldBe("3");
        }

        await one.GetAsync("/events").Problem(HttpStatusCode.TooManyRequests, "RATE_LIMITED");
        await other.GetAsync("/events").Json(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Wait_for_nobody_when_the_store_of_keys_or_who_knows_is_away()
    {
        await using var down = await Started(configure: builder => builder.Services.AddSingleton<IServiceKeyStore, BrokenStore>());
        var client = down.Client(ServiceKey.Create(id).Text);
        await client.GetAsync("/events").Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        await client.Post("/auth/login", "{}").Problem(HttpStatusCode.BadRequest, "VALIDATION_FAILED");

        await using var alone = await Started();
        alone.Services.On<CheckServiceKey>(_ => throw new IOException("away"));
        await alone.Client(ServiceKey.Create(id).Text).GetAsync("/events").Problem(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
    }

    private static async Task<GatewayHost> Started(
        TimeProvider? time = null, Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder>? configure = null, params (string Key, string Value)[] settings)
    {
        var gateway = await GatewayHost.Start(
            configure: builder =>
            {
                builder.Services.AddSingleton(time ?? TimeProvider.System);
                configure?.Invoke(builder);
            },
            settings: settings);
        gateway.Services.On<ListEvents>(_ => new EventList([], null));
        gateway.Services.On<CheckServiceKey>(asked => new ServiceKeyChecked(asked.ServiceAccountId));
        return gateway;
    }

    private static ServiceKeys Keys(ServiceKey key, params string[] permissions) =>
        new(key.AccountId, 1, permissions.Length > 0 ? permissions : Reading, [new ServiceKeyHash(key.Hash, null)], null);

    private static async Task<HttpClient> Known(GatewayHost gateway, ServiceKey key, params string[] permissions)
    {
        await gateway.Keys.Set(Keys(key, permissions));
        return gateway.Client(key.Text);
    }

    /// <summary>A clock of spans that the test puts forward.</summary>
    private sealed class LaterTime : TimeProvider
    {
        public TimeSpan Later { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Later.TotalSeconds * TimestampFrequency);
    }

    private sealed class BrokenStore : IServiceKeyStore
    {
        public Task Set(ServiceKeys keys, CancellationToken cancellationToken = default) => throw new IOException("down");

        public Task<ServiceKeys?> Get(Guid accountId, CancellationToken cancellationToken = default) => throw new IOException("down");
    }
}
