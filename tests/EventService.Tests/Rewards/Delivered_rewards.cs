using Contracts.Rewards;
using Contracts.Users;
using EventService.Rewards;

namespace EventService.Tests.Rewards;

public sealed class Delivered_rewards(RunningEventService service) : IClassFixture<RunningEventService>
{
    private static readonly RewardDelivery Delivery = new("https://shop.example/grants", "sealed");
    private static readonly RewardDelivery Other = new("https://other.example/grants", "sealed too");

    [Fact]
    public void A_delivery_goes_with_each_request_and_its_url_shows_to_staff_only()
    {
        var e = Some.Event();
        var message = Some.AddReward() with { Delivery = Delivery };

        AddRewardConsumer.Decide(e, message, Some.Now).ShouldBe(Decision.Changed);

        var reward = e.Reward(message.RewardId)!;
        reward.ToGrant(e).Delivery.ShouldBe(Delivery);
        reward.ToDetails(default, forStaff: true).DeliveryUrl.ShouldBe(Delivery.Url);
        reward.ToDetails(default, forStaff: false).DeliveryUrl.ShouldBeNull();
    }

    [Fact]
    public void A_delivery_of_a_reward_in_use_may_change_and_go()
    {
        var e = Some.Event();
        e.InUse = true;
        var id = e.Rewards[0].RewardId;
        var change = new ChangeReward(id, default, null, null, null, Some.Operator(), Delivery: Delivery);

        ChangeRewardConsumer.Decide(e, change, Some.Now).ShouldBe(Decision.Changed);
        ChangeRewardConsumer.Decide(e, change, Some.Now).ShouldBe(Decision.Unchanged);
        ChangeRewardConsumer.Decide(e, change with { Delivery = Other }, Some.Now).ShouldBe(Decision.Changed);
        e.Reward(id)!.Delivery.ShouldBe(Other);
        ChangeRewardConsumer.Decide(e, change with { Delivery = null, Name = "New" }, Some.Now).ShouldBe(Decision.Changed);
        e.Reward(id)!.Delivery.ShouldBe(Other);
        ChangeRewardConsumer.Decide(e, change with { Delivery = null, Cleared = ["delivery"] }, Some.Now).ShouldBe(Decision.Changed);
        e.Reward(id)!.Delivery.ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2049)]
    public void A_url_has_1_to_2048_characters(int length) =>
        AddRewardConsumer.Decide(Some.Event(), Some.AddReward() with { Delivery = new RewardDelivery(new string('u', length), "sealed") }, Some.Now)
            .Refusal!.Errors!.Keys.ShouldBe(["delivery.url"]);

    [Fact]
    public async Task A_delivery_that_is_cleared_shows_no_more()
    {
        var e = await service.ActiveEvent();
        var reward = (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id) with { Delivery = Delivery })).Details!;

        var cleared = await service.Ask<ChangeReward, RewardDetails>(
            new ChangeReward(reward.Id, e.Id, null, null, null, Some.Operator(), Cleared: ["delivery"]));

        cleared.Details!.DeliveryUrl.ShouldBeNull();
        var list = await service.Ask<ListRewards, RewardList>(new ListRewards(e.Id, 10, null, Some.User(Role.Auditor)));
        reward.DeliveryUrl.ShouldBe(Delivery.Url);
        list.Details!.Items.Single(r => r.Id == reward.Id).DeliveryUrl.ShouldBeNull();
    }
}
