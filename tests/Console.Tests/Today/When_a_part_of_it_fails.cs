using System.Net;
using Microsoft.AspNetCore.Http;

namespace OperatorsConsole.Tests.Today;

public sealed class When_a_part_of_it_fails
{
    private static readonly Dictionary<string, IReadOnlyList<string>> OfAdministrators = new()
    {
        ["ADMIN"] = ["events:read", "rewards:write", "requests:read", "operations:write"],
    };

    private static readonly Guid Festival = Guid.NewGuid();

    [Theory]
    [InlineData("requests", "Needs a look", "Waits for a decision")]
    [InlineData("rewards", "Needs a look")]
    [InlineData("dead-letters", "Needs a look")]
    public async Task Each_card_that_needs_it_says_so_and_the_others_show(string failing, params string[] cards)
    {
        var page = await Today(failing);

        var parts = page.Split("class=\"card\"");
        parts.Length.ShouldBe(4);
        var broken = parts.Where(part => part.Contains("It broke.", StringComparison.Ordinal)).ToList();
        broken.Count.ShouldBe(cards.Length);
        broken.Zip(cards).ShouldAllBe(pair => pair.First.Contains(pair.Second, StringComparison.Ordinal));
        page.ShouldContain($"<a class=\"grow\" href=\"events/{Festival}\">Spring festival</a>");
        page.ShouldContain("Spring festival ends within two days");
        page.Contains("No request waits.", StringComparison.Ordinal).ShouldBe(failing != "requests");
        page.Contains("Hats of Spring festival: 0 of 5 left", StringComparison.Ordinal).ShouldBe(failing != "rewards");
        page.Contains("3 messages of reward.work.fulfilment", StringComparison.Ordinal).ShouldBe(failing != "dead-letters");
        page.ShouldNotContain("Nothing burns.");
    }

    [Fact]
    public async Task The_whole_of_it_fails_with_the_list_of_events() => (await Today("events")).ShouldContain("The platform does not answer");

    [Fact]
    public async Task A_request_waits_also_where_its_event_is_gone()
    {
        var gone = Guid.NewGuid();

        var page = await Today("nothing", gone);

        page.ShouldContain($">{gone}<");
        page.ShouldNotContain("No request waits.");
        page.ShouldNotContain("It broke.");
    }

    /// <param name="gone">The event of the one request that waits; none waits without.</param>
    private static async Task<string> Today(string failing, Guid? gone = null)
    {
        await using var api = await new StubApi
        {
            Role = "ADMIN",
            Permissions = OfAdministrators,
            Else = context => context.Request.Path.Value!.Split('/')[^1] is var last && last == failing
                ? Results.Json(new { title = "It broke.", status = 500, code = "INTERNAL_ERROR" }, contentType: "application/problem+json", statusCode: 500)
                : last == gone?.ToString()
                ? Results.Json(new { title = "There is no such event.", status = 404, code = "NOT_FOUND" }, contentType: "application/problem+json", statusCode: 404)
                : Page(last switch
                {
                    "events" => [new { id = Festival, name = "Spring festival", status = "ACTIVE", periodEnd = TimeProvider.System.GetUtcNow().AddHours(3) }],
                    "rewards" => [new { id = Guid.NewGuid(), type = "ITEM", name = "Hats", itemId = "hat", quantity = 1, stock = 5, remaining = 0 }],
                    "requests" when gone is not null => [new { id = Guid.NewGuid(), eventId = gone, userId = Guid.NewGuid(), status = "PENDING", createdAt = TimeProvider.System.GetUtcNow() }],
                    "dead-letters" => [new { queue = "reward.work.fulfilment", count = 3 }],
                    _ => [],
                }),
        }.Start();
        await using var console = await new ConsoleAlone(api.Address).Start();
        using var signedIn = await console.SignIn();
        using var answer = await console.Open("");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    private static IResult Page(object[] items) => Results.Json(new { items, nextCursor = (string?)null });
}
