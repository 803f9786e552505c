using Drills.Api;
using Messaging.Client;

namespace Flow.Tests;

public abstract partial class FlowScenarios
{
    [Fact]
    public async Task A_request_is_granted_by_the_terms_that_it_was_made_by()
    {
        var campaign = await Campaign.Start(Address, Campaign.Manual, Campaign.Coupon("EARLY"));
        using var early = await campaign.NewUser();
        using var late = await campaign.NewUser();
        var first = await campaign.Requested(early);
        var reward = (await campaign.Admin.Typed.Rewards.List(campaign.EventId).All())[0];
        await campaign.Admin.Typed.Rewards.Change(campaign.EventId, reward.Id, new RewardChange { Name = "later", Expiry = StartOf(2100) });
        var second = await campaign.Requested(late);

        await campaign.Admin.Typed.Requests.Approve([first, second]);

        (await Granted(early, first)).ShouldBe(("EARLY", StartOf(2099)));
        (await Granted(late, second)).ShouldBe(("later", StartOf(2100)));

        static DateTimeOffset StartOf(int year) => new(year, 1, 1, 0, 0, 0, TimeSpan.Zero);

        static async Task<(string Name, DateTimeOffset Expiry)> Granted(ApiClient user, Guid id)
        {
            var request = await user.Becomes(id, RequestStatus.Fulfilled);
            return (request.Rewards[0].Name, (await user.Typed.Wallets.Mine()).Coupons[0].Expiry);
        }
    }

    [Fact]
    public async Task Fifty_rewards_are_granted_to_each_who_asks()
    {
        var campaign = await Campaign.Start(Address, changes: null, [.. Enumerable.Range(1, 50).Select(i => Campaign.Points(i))]);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var user = await campaign.NewUser();
            var request = await user.Becomes(await campaign.Requested(user), RequestStatus.Fulfilled);

            request.Rewards.Select(reward => (reward.Name, reward.Granted)).ShouldBe(Enumerable.Range(1, 50).Select(i => ($"{i} points", true)));
            (await user.Typed.Wallets.Mine()).Points.ShouldBe(Enumerable.Range(1, 50).Sum());
        }
    }
}
