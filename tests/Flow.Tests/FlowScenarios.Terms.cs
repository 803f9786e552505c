using System.Net;
using Drills.Api;

namespace Flow.Tests;

public abstract partial class FlowScenarios
{
    [Fact]
    public async Task A_request_is_granted_by_the_terms_that_it_was_made_by()
    {
        var campaign = await Campaign.Start(Address, new { approval = "MANUAL" }, Campaign.Coupon("EARLY"));
        using var early = await campaign.NewUser();
        using var late = await campaign.NewUser();
        var first = await campaign.Requested(early);
        var reward = (await campaign.Admin.Get($"/events/{campaign.EventId}/rewards")).Expect(HttpStatusCode.OK).Items[0].GetProperty("id").GetString();
        (await campaign.Admin.Patch($"/events/{campaign.EventId}/rewards/{reward}", new { name = "later", expiry = "2100-01-01T00:00:00Z" })).Expect(HttpStatusCode.OK);
        var second = await campaign.Requested(late);

        (await campaign.Admin.Post("/events/requests/approve", new { ids = new[] { first, second } })).Expect(HttpStatusCode.OK);

        (await Granted(early, first)).ShouldBe(("EARLY", "2099-01-01T00:00:00Z"));
        (await Granted(late, second)).ShouldBe(("later", "2100-01-01T00:00:00Z"));

        static async Task<(string? Name, string? Expiry)> Granted(ApiClient user, string id)
        {
            var request = await user.Becomes(id, "FULFILLED");
            var coupon = (await user.Get("/me/wallet")).Expect(HttpStatusCode.OK).Json.GetProperty("coupons")[0];
            return (request.GetProperty("rewards")[0].GetProperty("name").GetString(), coupon.GetProperty("expiry").GetString());
        }
    }

    [Fact]
    public async Task Fifty_rewards_are_granted_to_each_who_asks()
    {
        var campaign = await Campaign.Start(Address, changes: null, [.. Enumerable.Range(1, 50).Select(i => Campaign.Points(i))]);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var user = await campaign.NewUser();
            var request = await user.Becomes(await campaign.Requested(user), "FULFILLED");

            request.GetProperty("rewards").EnumerateArray().Select(r => (r.GetProperty("name").GetString(), r.GetProperty("granted").GetBoolean()))
                .ShouldBe(Enumerable.Range(1, 50).Select(i => ((string?)$"{i} points", true)));
            (await user.Get("/me/wallet")).Expect(HttpStatusCode.OK).Json.GetProperty("points").GetInt64().ShouldBe(Enumerable.Range(1, 50).Sum());
        }
    }
}
