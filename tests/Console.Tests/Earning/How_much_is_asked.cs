using Microsoft.AspNetCore.Http;
using OperatorsConsole.Earning;
using Testing;

namespace OperatorsConsole.Tests.Earning;

/// <summary>By the screen of what there is to earn, which asks again every 20 s in each tab.</summary>
public sealed class How_much_is_asked
{
    private static readonly Guid User = Guid.NewGuid();

    private readonly FakeTime time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly Guid[] events = [.. Enumerable.Range(0, 10).Select(_ => Guid.NewGuid())];
    private string? older;
    private bool areRequestsTold = true;

    [Fact]
    public async Task The_first_time_each_event_once_and_then_only_what_may_have_become_other()
    {
        await using var api = await Platform();
        using var client = await Reader(api);
        var gifts = new Gifts(time);

        // Three of the ten have a condition.
        var first = await Load(client, gifts);
        Asked(api).ShouldBe(["/events", "/events/requests", .. Paths("progress", 3), .. Paths("rewards", 10)], ignoreOrder: true);
        first.Items.Count.ShouldBe(10);
        first.Items.ShouldAllBe(chance => chance.Gives.Count == 1 && chance.Fault == null);
        first.Items.Count(chance => chance.Progress!.Eligible).ShouldBe(7);
        first.Items[9].Last!.Status.ShouldBe(RequestStatus.Pending);

        var again = await Load(client, gifts);
        Asked(api).ShouldBe(["/events", "/events/requests", .. Paths("progress", 3)], ignoreOrder: true);
        again.Items.Select(chance => string.Join(", ", chance.Gives)).ShouldBe(first.Items.Select(chance => string.Join(", ", chance.Gives)));

        time.Advance(TimeSpan.FromMinutes(2));
        await Load(client, gifts);
        Asked(api).ShouldBe(["/events", "/events/requests", .. Paths("progress", 3), .. Paths("rewards", 10)], ignoreOrder: true);
    }

    [Fact]
    public async Task Who_has_requested_more_than_a_page_is_asked_about_each_event_that_is_not_on_it()
    {
        older = "more";
        await using var api = await Platform();
        using var client = await Reader(api);

        await Load(client, new Gifts(time));

        Asked(api).Count(path => path == "/events/requests").ShouldBe(1 + 9);
    }

    [Fact]
    public async Task Whose_requests_cannot_be_told_sees_the_events_all_the_same()
    {
        areRequestsTold = false;
        await using var api = await Platform();
        using var client = await Reader(api);

        var chances = await Load(client, new Gifts(time));

        chances.Items.Select(chance => chance.Event.Id).ShouldBe(events);
        chances.Items.ShouldAllBe(chance => chance.Fault != null);
    }

    private Task<Chances> Load(MessagingClient client, Gifts gifts) => Chances.Load(client, User, null, gifts, CancellationToken.None);

    private IEnumerable<string> Paths(string what, int count) => events.Take(count).Select(id => $"/events/{id}/{what}");

    private static async Task<MessagingClient> Reader(StubApi api)
    {
        var client = new MessagingClient(new MessagingClientOptions { Address = api.Address });
        await client.Sessions.LogIn("robin@example.com", "Correct-horse-7");
        api.Calls.Clear();
        return client;
    }

    private static List<string> Asked(StubApi api)
    {
        var paths = api.Calls.Select(call => call.Path).ToList();
        api.Calls.Clear();
        return paths;
    }

    /// <summary>Who asks has requested the last of its events.</summary>
    private Task<StubApi> Platform() => new StubApi
    {
        Else = context => context.Request.Path.Value!.Split('/') switch
        {
            [.., "events"] => Page(events.Select((id, index) => new { id, name = $"Event {index}", status = "ACTIVE", condition = index < 3 ? new { fact = "purchase", measure = "COUNT", op = ">=", value = 3 } : null }), null),
            [.., "requests"] when !areRequestsTold => Results.Problem(statusCode: StatusCodes.Status500InternalServerError),
            [.., "requests"] => Page(new[] { new { id = Guid.NewGuid(), eventId = events[9], userId = User, status = "PENDING" } }, context.Request.Query.ContainsKey("eventId") ? null : older),
            [.., var id, "rewards"] => Page(new[] { new { type = "POINT", name = $"Points of {id}", points = 1 } }, null),
            [.., "progress"] => Results.Json(new { eligible = false }),
            _ => Results.NotFound(),
        },
    }.Start();

    private static IResult Page(IEnumerable<object> items, string? nextCursor) => Results.Json(new { items, nextCursor });
}
