using System.Net;
using System.Text.Json;
using Testing;
using Drills.Api;
using Messaging.Client;

namespace Flow.Tests;

/// <summary>What the report of an event says, against what users find in their ledgers.</summary>
public abstract partial class FlowScenarios
{
    [Fact]
    public async Task A_report_says_what_stands_in_the_ledgers_and_says_it_again_when_it_is_rebuilt()
    {
        var campaign = await Campaign.Start(
            Address, terms => Campaign.Manual(terms) with { PointBudget = 350, ClaimLimit = Campaign.AtMost(2) }, Campaign.Points(100), Campaign.Badge("b"));
        var users = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => campaign.NewUser()));
        var ids = await Task.WhenAll(users.Select(campaign.Requested));
        (await users[0].Post($"/events/requests/{ids[0]}/cancel")).Expect(HttpStatusCode.OK);
        await campaign.Admin.Typed.Requests.Reject(ids[1], "no");
        foreach (var id in ids[2..])
        {
            await campaign.Admin.Typed.Requests.Approve(id);
        }

        // Of the budget there is enough for three of the four.
        await Wait.Until(async () => await campaign.Count(RequestStatus.Fulfilled) == 3 && await campaign.Count(RequestStatus.Failed) == 1, "three granted and one refused");
        var granted = (await campaign.Admin.Typed.Requests.List(eventId: campaign.EventId, status: RequestStatus.Fulfilled).All())[0];
        await campaign.Admin.Typed.Requests.Revoke(granted.Id, "a mistake");
        await campaign.Requested(users[5]);
        await Wait.Until(async () => await Points(users) == 200, "the contra entry");

        var report = await Becomes(campaign, seen => seen.GetProperty("requests").GetInt64() == 7 && Count(seen, "byStatus", "REVOKED") == 1);

        foreach (var (status, count) in new[] { ("PENDING", 1), ("APPROVED", 0), ("FULFILLED", 2), ("REJECTED", 1), ("FAILED", 1), ("CANCELLED", 1), ("REVOKED", 1) })
        {
            Count(report, "byStatus", status).ShouldBe(count, status);
        }

        (Count(report, "granted", "POINT"), Count(report, "granted", "BADGE"), Count(report, "granted", "ITEM")).ShouldBe((2, 2, 0));
        report.GetProperty("points").GetInt64().ShouldBe(await Points(users));
        report.GetProperty("users").GetInt64().ShouldBe(6);

        (await campaign.Admin.Post($"/operations/reports/{campaign.EventId}/rebuild")).Expect(HttpStatusCode.Accepted);
        await Wait.Until(
            async () => (await campaign.Admin.Get($"/operations/reports/{campaign.EventId}")).Expect(HttpStatusCode.OK).Json.GetProperty("rebuildingSince").ValueKind == JsonValueKind.Null,
            "the end of the rebuild");
        (await campaign.Admin.Get($"/events/{campaign.EventId}/report")).Expect(HttpStatusCode.OK).Json.GetRawText().ShouldBe(report.GetRawText());

        static long Count(JsonElement seen, string part, string name) => seen.GetProperty(part).GetProperty(name).GetInt64();

        static async Task<long> Points(IEnumerable<ApiClient> users)
        {
            var ledgers = await Task.WhenAll(users.Select(user => user.Ledger()));
            return ledgers.SelectMany(ledger => ledger).Where(entry => entry.Type == RewardType.Point).Sum(entry => entry.Amount);
        }
    }

    private static async Task<JsonElement> Becomes(Campaign campaign, Func<JsonElement, bool> condition)
    {
        JsonElement seen = default;
        await Wait.Until(
            async () => condition(seen = (await campaign.Admin.Get($"/events/{campaign.EventId}/report")).Expect(HttpStatusCode.OK).Json), () => $"another report than {seen}");
        return seen;
    }
}
