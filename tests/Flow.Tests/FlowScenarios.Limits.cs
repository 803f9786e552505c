using System.Net;
using Testing;
using Drills.Api;

namespace Flow.Tests;

/// <summary>Limits under a race, and what gives back what was held.</summary>
public abstract partial class FlowScenarios
{
    [Fact]
    public async Task A_budget_of_points_holds_against_a_race()
    {
        var campaign = await Campaign.Start(Address, new { pointBudget = 350 });
        var accepted = await RaceOf(campaign, 12);

        accepted.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        await Ends(campaign, 12);
        (await campaign.Count("FULFILLED")).ShouldBe(3);
        var failed = (await campaign.Admin.Get($"/events/requests?eventId={campaign.EventId}&status=FAILED")).Expect(HttpStatusCode.OK).Items;
        failed.Count.ShouldBe(9);
        failed.ShouldAllBe(request => request.GetProperty("timeline").EnumerateArray().Last().GetProperty("reason").GetString() == "BUDGET_EXHAUSTED");
    }

    [Fact]
    public async Task A_limit_of_requests_holds_against_a_race()
    {
        var campaign = await Campaign.Start(Address, new { requestLimit = 4 });
        var answers = await RaceOf(campaign, 12);

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(4);
        answers.Count(answer => answer is { Status: HttpStatusCode.Conflict, Code: "REQUEST_LIMIT_REACHED" }).ShouldBe(8);
        await campaign.BecomesFulfilled(4, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_a_revoked_request_held_returns_when_the_reward_says_so()
    {
        var campaign = await Campaign.Start(
            Address, changes: null, new { type = "ITEM", name = "The only one", itemId = "crown", quantity = 1, stock = 1, returnOnRevoke = true });
        using var first = await campaign.NewUser();
        using var second = await campaign.NewUser();
        using var third = await campaign.NewUser();
        var granted = (await campaign.Request(first)).Expect(HttpStatusCode.Created).Text("id");
        await first.Becomes(granted, "FULFILLED");
        var refused = (await campaign.Request(second)).Expect(HttpStatusCode.Created).Text("id");
        (await second.Becomes(refused, "FAILED")).GetProperty("timeline").EnumerateArray().Last().GetProperty("reason").GetString().ShouldBe("OUT_OF_STOCK");

        (await campaign.Admin.Post($"/events/requests/{granted}/revoke", new { reason = "a mistake" })).Expect(HttpStatusCode.OK);

        await Wait.Until(async () => (await first.Ledger()).Count == 2, "the contra entry");
        (await first.Ledger()).Sum(entry => entry.GetProperty("amount").GetInt64()).ShouldBe(0);
        await Wait.Until(async () => await Remaining(campaign) == 1, "the unit is back");
        await third.Becomes((await campaign.Request(third)).Expect(HttpStatusCode.Created).Text("id"), "FULFILLED");
        (await Remaining(campaign)).ShouldBe(0);
    }

    [Fact]
    public async Task A_condition_is_judged_by_what_the_user_did()
    {
        var condition = new { fact = "stage.cleared", measure = "COUNT", op = ">=", value = 2 };
        var campaign = await Campaign.Start(Address, new { condition });
        using var user = await campaign.NewUser();

        var refusal = (await campaign.Request(user)).Expect(HttpStatusCode.UnprocessableEntity);
        refusal.Code.ShouldBe("NOT_ELIGIBLE");
        refusal.Json.GetProperty("evaluation").GetProperty("condition").GetProperty("actual").GetDecimal().ShouldBe(0);

        // The second is told twice and counts once.
        foreach (var key in new[] { "1", "2", "2" })
        {
            var activity = new { userId = user.UserId, type = "stage.cleared", occurredAt = "2026-02-01T00:00:00Z", key };
            (await campaign.Admin.Post("/activities", activity)).Expect(HttpStatusCode.Accepted);
        }

        (await user.Get($"/events/{campaign.EventId}/progress")).Expect(HttpStatusCode.OK)
            .Json.GetProperty("condition").GetProperty("actual").GetDecimal().ShouldBe(2);
        await user.Becomes((await campaign.Request(user)).Expect(HttpStatusCode.Created).Text("id"), "FULFILLED");
    }

    private static async Task<ApiAnswer[]> RaceOf(Campaign campaign, int users)
    {
        var racers = await Task.WhenAll(Enumerable.Range(0, users).Select(_ => campaign.NewUser()));
        return await Task.WhenAll(racers.Select(campaign.Request));
    }

    private static Task Ends(Campaign campaign, int requests) =>
        Wait.Until(async () => await campaign.Count("FULFILLED") + await campaign.Count("FAILED") == requests, $"{requests} requests to end");

    private static async Task<int> Remaining(Campaign campaign) =>
        (await campaign.Admin.Get($"/events/{campaign.EventId}/rewards")).Expect(HttpStatusCode.OK).Items.Single().GetProperty("remaining").GetInt32();
}
