using System.Globalization;
using Microsoft.AspNetCore.Http;
using OperatorsConsole.Today;

namespace OperatorsConsole.Tests.Today;

public sealed class What_needs_a_look
{
    private static readonly DateTimeOffset Now = new(2026, 5, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Known = Guid.NewGuid();
    private static readonly Dictionary<string, IReadOnlyList<string>> Operators = new() { ["ADMIN"] = ["events:read", "rewards:write", "requests:read", "requests:decide"] };

    [Theory]
    [InlineData(800, null)]
    [InlineData(899, null)]
    [InlineData(900, "BUDGET LOW")]
    [InlineData(951, "BUDGET SPENT")]
    [InlineData(1000, "BUDGET SPENT")]
    public void A_budget_of_which_little_is_left_or_less_than_a_request_takes(long given, string? state)
    {
        var found = Concern.OfBudget(Open(1000), [Points(30), Points(20)], given, mayChange: true);

        found?.State.ShouldBe(state);
        (found is null).ShouldBe(state is null);
        found?.Address.ShouldEndWith("/edit");
    }

    [Fact]
    public void No_budget_of_an_event_that_has_none_or_gives_no_points()
    {
        Concern.OfBudget(Open(null), [Points(30)], 1000, mayChange: true).ShouldBeNull();
        Concern.OfBudget(Open(1000), [new BadgeReward()], 0, mayChange: true).ShouldBeNull();
    }

    [Fact]
    public void What_runs_out_leads_to_where_stock_is_changed()
    {
        var found = Concern.OfStock(Open(null), [Points(30) with { Name = "Hats", Stock = 12500, Remaining = 0 }]).Single();

        found.ShouldBe(new Concern("Hats of Spring & more: 0 of 12\u202F500 left", "OUT OF STOCK", "rewards?q=Spring%20%26%20more&low=true"));
    }

    [Fact]
    public void Requests_that_the_platform_does_not_end_and_none_that_wait_for_others()
    {
        var auto = Guid.NewGuid();
        var stalled = Asked(RequestStatus.Approved, Guid.NewGuid(), 11, isGranted: false);
        RewardRequest[] asked =
        [
            stalled,
            Asked(RequestStatus.Approved, Guid.NewGuid(), 9, isGranted: false),
            Asked(RequestStatus.Approved, Guid.NewGuid(), 11, isGranted: true),
            Asked(RequestStatus.Pending, Guid.NewGuid(), 11, isGranted: false),
            Asked(RequestStatus.Pending, auto, 11, isGranted: false),
            Asked(RequestStatus.Pending, auto, 12, isGranted: false),
        ];

        var found = Concern.OfStalled(asked, new HashSet<Guid> { auto }, Now).ToList();

        found.Select(one => one.Address).ShouldBe([$"requests/{stalled.Id}", "requests?status=Pending"]);
        found.ShouldAllBe(one => one.State == "STALLED");
        found[1].What.ShouldStartWith("2 requests ");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task All_open_events_are_looked_at_up_to_a_bound_of_which_it_tells(int pages, bool isTold)
    {
        await using var api = await new StubApi { Role = "ADMIN", Permissions = Operators, Else = context => Answer(context, pages) }.Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        using var answer = await console.Open("");
        var page = await answer.Content.ReadAsStringAsync();

        api.Calls.Count(call => call.Path.EndsWith("/rewards", StringComparison.Ordinal)).ShouldBe(Overview.MostEvents);
        page.Contains("More events are open than", StringComparison.Ordinal).ShouldBe(isTold);
        page.ShouldContain("<a href=\"approvals\">1 waits</a>");
    }

    [Theory]
    [InlineData("campaigns:read", true)]
    [InlineData("audit:read", false)]
    public async Task A_budget_is_told_of_to_who_may_read_what_of_it_is_spent(string permission, bool isTold)
    {
        await using var api = await new StubApi { Role = "ADMIN", Permissions = new Dictionary<string, IReadOnlyList<string>> { ["ADMIN"] = ["events:read", permission] }, Else = Budgeted }.Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        using var answer = await console.Open("");
        var page = await answer.Content.ReadAsStringAsync();

        page.Contains("Budget spent", StringComparison.Ordinal).ShouldBe(isTold);
        page.Contains("Spring: users hold 960 points of a budget of 1&#x202F;000; a request takes 50", StringComparison.Ordinal).ShouldBe(isTold);
        api.Calls.Any(call => call.Path.EndsWith("/report", StringComparison.Ordinal)).ShouldBe(isTold);
    }

    [Theory]
    [InlineData("AUTO", false)]
    [InlineData("MANUAL", true)]
    public async Task A_request_of_an_event_that_is_not_open_waits_where_a_person_decides(string approval, bool waits)
    {
        await using var api = await new StubApi
        {
            Role = "ADMIN",
            Permissions = Operators,
            Else = context => context.Request.Path.Value!.EndsWith("/events", StringComparison.Ordinal) ? Results.Json(new { items = Array.Empty<object>() })
                : context.Request.Path.Value!.EndsWith($"/events/{Known}", StringComparison.Ordinal) ? Results.Json(new { id = Known, name = "Paused", status = "PAUSED", approval })
                : Answer(context, 1),
        }.Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        using var answer = await console.Open("");
        var page = await answer.Content.ReadAsStringAsync();

        page.Contains("1 waits", StringComparison.Ordinal).ShouldBe(waits);
        page.Contains("No request waits.", StringComparison.Ordinal).ShouldBe(!waits);
    }

    private static IResult Budgeted(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        return path.EndsWith("/report", StringComparison.Ordinal) ? Results.Json(new { eventId = Known, points = 960 })
            : path.EndsWith("/rewards", StringComparison.Ordinal) ? Results.Json(new { items = new[] { new { type = "POINT", id = Guid.NewGuid(), name = "Points", points = 50 } } })
            : path.EndsWith("/events", StringComparison.Ordinal) ? Results.Json(new { items = new[] { new { id = Known, name = "Spring", status = "ACTIVE", approval = "AUTO", pointBudget = 1000 } } })
            : Results.Json(new { items = Array.Empty<object>() });
    }

    /// <summary>So many pages of open events, each of which gives nothing, and one request that waits.</summary>
    private static IResult Answer(HttpContext context, int pages)
    {
        var path = context.Request.Path.Value!;
        var page = int.Parse(context.Request.Query["cursor"].FirstOrDefault() ?? "1", CultureInfo.InvariantCulture);
        object[] items = [];
        if (path.EndsWith("/events/requests", StringComparison.Ordinal) && context.Request.Query["status"] == "PENDING")
        {
            items = [new { id = Guid.NewGuid(), eventId = Known, userId = Guid.NewGuid(), status = "PENDING", createdAt = Now, updatedAt = Now }];
        }
        else if (path.EndsWith("/events", StringComparison.Ordinal))
        {
            items = [.. Enumerable.Range(0, 100).Select(i => new { id = page == 1 && i == 0 ? Known : Guid.NewGuid(), name = $"Event {page}-{i}", status = "ACTIVE", approval = "MANUAL" })];
            return Results.Json(new { items, nextCursor = page < pages ? $"{page + 1}" : null });
        }

        return Results.Json(new { items, nextCursor = (string?)null });
    }

    private static Event Open(long? budget) => new(
        Guid.NewGuid(), "Spring & more", null, null, Now, null, "UTC", EventStatus.Active, ApprovalMode.Auto, null, FourEyes: false, null, null, budget, Now, Now, 1);

    private static PointReward Points(long points) => new() { Name = "Points", Points = points };

    private static RewardRequest Asked(RequestStatus status, Guid its, int minutes, bool isGranted) => new(
        Guid.NewGuid(), its, Guid.NewGuid(), status, [new RequestedReward(Guid.NewGuid(), RewardType.Point, "Points", isGranted, null)], [], Now.AddHours(-1), Now.AddMinutes(-minutes));
}
