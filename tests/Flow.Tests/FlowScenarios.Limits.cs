using System.Net;
using Testing;
using Drills.Api;
using Messaging.Client;

namespace Flow.Tests;

/// <summary>Limits under a race, and what gives back what was held.</summary>
public abstract partial class FlowScenarios
{
    [Fact]
    public async Task A_budget_of_points_holds_against_a_race()
    {
        var campaign = await Campaign.Start(Address, terms => terms with { PointBudget = 350 });
        var accepted = await RaceOf(campaign, 12);

        accepted.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        await campaign.Ends(campaign.Admin, TimeSpan.FromSeconds(60));
        (await campaign.Count(RequestStatus.Fulfilled)).ShouldBe(3);
        var failed = await campaign.Admin.Typed.Requests.List(eventId: campaign.EventId, status: RequestStatus.Failed).All();
        failed.Count.ShouldBe(9);
        failed.Select(request => request.Timeline[^1].Reason).ShouldAllBe(reason => reason == "BUDGET_EXHAUSTED");
    }

    [Fact]
    public async Task A_limit_of_requests_holds_against_a_race()
    {
        var campaign = await Campaign.Start(Address, terms => terms with { RequestLimit = 4 });
        var answers = await RaceOf(campaign, 12);

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(4);
        answers.Count(answer => answer is { Status: HttpStatusCode.Conflict, Code: "REQUEST_LIMIT_REACHED" }).ShouldBe(8);
        await campaign.BecomesFulfilled(4, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_a_revoked_request_held_returns_when_the_reward_says_so()
    {
        var campaign = await Campaign.Start(Address, changes: null, Campaign.Item("crown", 1) with { Stock = 1, ReturnOnRevoke = true });
        using var first = await campaign.NewUser();
        using var second = await campaign.NewUser();
        using var third = await campaign.NewUser();
        var granted = await campaign.Requested(first);
        await first.Becomes(granted, RequestStatus.Fulfilled);
        var refused = await campaign.Requested(second);
        (await second.Becomes(refused, RequestStatus.Failed)).Timeline[^1].Reason.ShouldBe("OUT_OF_STOCK");

        await campaign.Admin.Typed.Requests.Revoke(granted, "a mistake");

        await Wait.Until(async () => (await first.Ledger()).Count == 2, "the contra entry");
        (await first.Ledger()).Sum(entry => entry.Amount).ShouldBe(0);
        await Wait.Until(async () => await Remaining(campaign) == 1, "the unit is back");
        await third.Becomes(await campaign.Requested(third), RequestStatus.Fulfilled);
        (await Remaining(campaign)).ShouldBe(0);
    }

    [Fact]
    public async Task A_condition_is_judged_by_what_the_user_did()
    {
        var campaign = await Campaign.Start(Address, terms => terms with { Condition = Condition.Count("stage.cleared", Comparison.AtLeast, 2) });
        using var user = await campaign.NewUser();

        var refusal = (await campaign.Request(user)).Expect(HttpStatusCode.UnprocessableEntity);
        refusal.Code.ShouldBe("NOT_ELIGIBLE");
        refusal.Json.GetProperty("evaluation").GetProperty("condition").GetProperty("actual").GetDecimal().ShouldBe(0);

        // The second is told twice and counts once.
        foreach (var key in new[] { "1", "2", "2" })
        {
            await campaign.Admin.Typed.Activities.Record(new Activity(user.UserId, "stage.cleared", new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero), key));
        }

        (await user.Typed.Events.Progress(campaign.EventId)).Condition!.Actual.ShouldBe(2);
        await user.Becomes(await campaign.Requested(user), RequestStatus.Fulfilled);
    }

    private static async Task<ApiAnswer[]> RaceOf(Campaign campaign, int users)
    {
        var racers = await Task.WhenAll(Enumerable.Range(0, users).Select(_ => campaign.NewUser()));
        return await Task.WhenAll(racers.Select(campaign.Request));
    }

    private static async Task<int?> Remaining(Campaign campaign) =>
        (await campaign.Admin.Typed.Rewards.List(campaign.EventId).All()).Single().Remaining;
}
