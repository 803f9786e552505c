using System.Net;
using Contracts;
using Contracts.Events;
using Contracts.Users;
using Gateway.Events;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Testing;

namespace Gateway.Tests.Events;

public sealed class When_many_read_events : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(Some.Time);
    private readonly Guid id = Guid.NewGuid();
    private GatewayHost gateway = null!;
    private int version = 1;
    private DateTimeOffset? end;

    public async Task InitializeAsync()
    {
        gateway = await GatewayHost.Start(configure: builder => builder.Services.AddSingleton<TimeProvider>(time));
        gateway.Services.On<GetEvent>(_ => Event());
        gateway.Services.On<ListEvents>(_ => new EventList([Event()], null));
        gateway.Services.On<ChangeEvent>(_ =>
        {
            version++;
            return Event();
        });
    }

    public async Task DisposeAsync() => await gateway.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("?status=ACTIVE&limit=5")]
    [InlineData("/one")]
    public async Task The_service_is_asked_once_for_all_of_a_role(string what)
    {
        var readers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.SignedIn(Role.User)));

        var bodies = await Task.WhenAll(readers.Select(reader => reader.GetStringAsync(Address(what))));

        bodies.Distinct().ShouldHaveSingleItem().ShouldContain(id.ToString());
        gateway.Services.ReceivedCount.ShouldBe(1);
    }

    [Fact]
    public async Task Each_set_of_roles_or_permissions_has_a_view_of_its_own_and_nobody_s_name_is_in_it()
    {
        HttpClient[] readers =
        [
            await gateway.SignedIn(Role.User), await gateway.SignedIn(Role.Operator), await gateway.SignedIn(Role.User, Role.Operator),
            await gateway.WithKey(Permissions.EventsRead), await gateway.WithKey(Permissions.EventsRead, Permissions.EventsWrite),
        ];

        foreach (var reader in readers.Concat(readers))
        {
            await reader.GetStringAsync("/events");
        }

        var asked = gateway.Services.Received<ListEvents>().Select(list => list.Caller).ToList();
        asked.Count.ShouldBe(readers.Length);
        asked.ShouldAllBe(caller => caller.UserId == Guid.Empty);
        asked.Select(caller => $"{string.Join('+', caller.Roles)} {string.Join(',', caller.Permissions ?? [])}").Distinct().Count().ShouldBe(readers.Length);
    }

    [Fact]
    public async Task Each_filter_has_a_view_of_its_own_and_what_is_one_reader_s_or_the_clock_s_has_none()
    {
        var reader = await gateway.SignedIn(Role.User);
        string[] kept = ["", "?status=ACTIVE", "?limit=3"];
        string[] own = ["?active=true", "?active=false", "?status=ENDED", "?q=spring", "?cursor=abc"];

        foreach (var filter in kept.Concat(own).Concat(kept).Concat(own))
        {
            await reader.GetStringAsync($"/events{filter}");
        }

        gateway.Services.Received<ListEvents>().Count.ShouldBe(kept.Length + (2 * own.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/one")]
    public async Task Whoever_changes_an_event_here_reads_the_change_at_once(string what)
    {
        var (reader, owner) = (await gateway.SignedIn(Role.Operator), await gateway.SignedIn(Role.Operator));
        for (var changed = 2; changed < 10; changed++)
        {
            await reader.GetStringAsync(Address(what));
            (await owner.PatchAsync($"/events/{id}", new StringContent("""{"name":"Other"}""", null, "application/json"))).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await owner.GetStringAsync(Address(what))).ShouldContain($"\"version\":{changed}");
        }
    }

    /// <summary>The read began before the change: it may end with what was there before, and nobody after it may.</summary>
    [Fact]
    public async Task A_read_that_began_before_a_change_is_kept_for_nobody()
    {
        var (reader, owner) = (await gateway.SignedIn(Role.Operator), await gateway.SignedIn(Role.Operator));
        var (began, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        gateway.Services.OnAsync<GetEvent>(async _ =>
        {
            var before = Event();
            began.TrySetResult();
            await goesOn.Task;
            return before;
        });
        var slow = reader.GetStringAsync($"/events/{id}");
        await began.Task;
        gateway.Services.On<GetEvent>(_ => Event());
        await owner.PatchAsync($"/events/{id}", new StringContent("""{"name":"Other"}""", null, "application/json"));

        (await owner.GetStringAsync($"/events/{id}")).ShouldContain("\"version\":2");
        goesOn.SetResult();
        (await slow).ShouldContain("\"version\":1");
        (await reader.GetStringAsync($"/events/{id}")).ShouldContain("\"version\":2");
    }

    [Fact]
    public async Task A_change_that_was_made_elsewhere_is_seen_when_it_is_told_and_else_within_four_seconds()
    {
        var reader = await gateway.SignedIn(Role.User);
        await reader.GetStringAsync("/events");
        version = 2;
        (await reader.GetStringAsync("/events")).ShouldContain("\"version\":1");
        await gateway.Bus.Publish(new EventsChanged([id]));
        await Wait.Until(async () => (await reader.GetStringAsync("/events")).Contains("\"version\":2", StringComparison.Ordinal), "the change is seen");

        version = 3;
        (await reader.GetStringAsync("/events")).ShouldContain("\"version\":2");
        time.Advance(TimeSpan.FromSeconds(4));
        (await reader.GetStringAsync("/events")).ShouldContain("\"version\":3");
    }

    [Fact]
    public async Task A_view_ends_when_an_event_in_it_begins_or_ends()
    {
        var reader = await gateway.SignedIn(Role.User);
        end = Some.Time.AddSeconds(3);
        await reader.GetStringAsync("/events");
        version = 2;
        (await reader.GetStringAsync("/events")).ShouldContain("\"version\":1");

        time.Advance(TimeSpan.FromSeconds(2));

        (await reader.GetStringAsync("/events")).ShouldContain("\"version\":2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waited_with_one_that_was_refused_or_went_away_asks_for_himself(bool goesAway)
    {
        var (first, second) = (await gateway.SignedIn(Role.User), await gateway.SignedIn(Role.User));
        var (began, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        gateway.Services.OnAsync<GetEvent>(async _ =>
        {
            began.TrySetResult();
            await goesOn.Task;
            return new Refused(Codes.NotFound, "Not now.");
        });
        using var left = new CancellationTokenSource();
        var asked = first.GetAsync($"/events/{id}", left.Token);
        await began.Task;
        var waiting = second.GetAsync($"/events/{id}");
        gateway.Services.On<GetEvent>(_ => Event());
        if (goesAway)
        {
            await left.CancelAsync();
        }
        else
        {
            goesOn.SetResult();
        }

        (await waiting).StatusCode.ShouldBe(HttpStatusCode.OK);
        goesOn.TrySetResult();
        await asked.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_change_that_is_only_told_again_is_read_too()
    {
        var owner = await gateway.SignedIn(Role.Operator);
        await Change();
        await owner.GetStringAsync("/events");

        // Another Gateway has changed the event since, and its hint is lost.
        version = 7;
        await Change();

        (await owner.GetStringAsync("/events")).ShouldContain("\"version\":7");
        gateway.Services.Received<ChangeEvent>().Count.ShouldBe(1);

        async Task Change()
        {
            using var request = new HttpRequestMessage(HttpMethod.Patch, $"/events/{id}");
            request.Content = new StringContent("""{"name":"Other"}""", null, "application/json");
            request.Headers.Add("Idempotency-Key", "the same");
            (await owner.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task No_more_are_kept_than_there_is_room_for()
    {
        var reader = await gateway.SignedIn(Role.User);
        gateway.Services.On<ListEvents>(_ => new EventList([.. Enumerable.Repeat(Event(), EventViews.MostEvents / 2)], null));
        foreach (var limit in new[] { 1, 2, 3, 1 })
        {
            await reader.GetStringAsync($"/events?limit={limit}");
        }

        gateway.Services.Received<ListEvents>().Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_refusal_is_not_kept()
    {
        var reader = await gateway.SignedIn(Role.User);
        gateway.Services.Refuse<GetEvent>(Codes.NotFound);
        (await reader.GetAsync($"/events/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        gateway.Services.On<GetEvent>(_ => Event());

        (await reader.GetAsync($"/events/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private string Address(string what) => what == "/one" ? $"/events/{id}" : $"/events{what}";

    private EventDetails Event()
    {
        var details = Some.Event(id, version);
        return details with { Terms = details.Terms with { PeriodStart = Some.Time.AddDays(-1), PeriodEnd = end } };
    }
}
