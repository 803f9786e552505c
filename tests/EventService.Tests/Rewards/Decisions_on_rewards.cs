using Contracts.Events;
using Contracts.Rewards;
using EventService.Events;
using EventService.Rewards;

namespace EventService.Tests.Rewards;

public sealed class Decisions_on_rewards
{
    private static readonly DateTimeOffset Later = Some.Now.AddYears(1);
    private static readonly DateTimeOffset Soon = Some.Now.AddHours(1);

    public static TheoryData<RewardValue> Valid => new()
    {
        new PointValue(1),
        new PointValue(1_000_000_000),
        new ItemValue("i", 1),
        new ItemValue(new string('i', 100), 1_000_000),
        new CouponValue(Some.Sealed("c"), Later),
        new BadgeValue(new string('b', 100)),
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_value_is_added_and_does_not_change_the_event_s_version(RewardValue value)
    {
        var e = Some.Event();
        var message = Some.AddReward(value: value);

        AddRewardConsumer.Decide(e, message, Some.Now).ShouldBe(Decision.Changed);

        e.Reward(message.RewardId)!.ToDetails(default, forStaff: true).ShouldBe(
            new RewardDetails(message.RewardId, default, "A reward", value, null, null, null, false, Some.Now, Some.Now));
        e.Revision.ShouldBe(1);
    }

    public static TheoryData<string, RewardValue> Faulty => new()
    {
        { "points", new PointValue(0) },
        { "points", new PointValue(1_000_000_001) },
        { "itemId", new ItemValue("", 1) },
        { "itemId", new ItemValue(new string('i', 101), 1) },
        { "quantity", new ItemValue("i", 0) },
        { "quantity", new ItemValue("i", 1_000_001) },
        { "couponCode", new CouponValue(null, Later) },
        { "couponCode", new CouponValue("not sealed", Later) },
        { "expiry", new CouponValue(Some.Sealed("c"), Some.Now) },
        { "badgeId", new BadgeValue(new string('b', 101)) },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void A_faulty_value_is_refused_by_its_field(string field, RewardValue value)
    {
        var e = Some.Event();

        var refusal = AddRewardConsumer.Decide(e, Some.AddReward(value: value), Some.Now).Refusal!;

        refusal.Code.ShouldBe("VALIDATION_FAILED");
        refusal.Errors!.Keys.ShouldBe([field]);
        e.Rewards.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void A_reward_needs_a_name_of_200_characters_at_most(string? name) =>
        AddRewardConsumer.Decide(Some.Event(), Some.AddReward() with { Name = name ?? new string('n', 201) }, Some.Now)
            .Refusal!.Errors!.Keys.ShouldBe(["name"]);

    [Fact]
    public void The_same_reward_again_is_no_change_even_when_it_could_not_be_added_any_more()
    {
        var e = Some.Event();
        var message = Some.AddReward(value: Some.Coupon);
        AddRewardConsumer.Decide(e, message, Some.Now);
        e.Status = EventStatus.Ended;

        AddRewardConsumer.Decide(e, message, Some.Coupon.Expiry.AddDays(1)).ShouldBe(Decision.Unchanged);
        e.Rewards.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(EventStatus.Ended)]
    [InlineData(EventStatus.Archived)]
    public void An_event_that_is_over_keeps_its_rewards(EventStatus status)
    {
        var e = Some.Event(status);
        var reward = e.Rewards[0];

        AddRewardConsumer.Decide(e, Some.AddReward(), Some.Now).Refusal!.Code.ShouldBe("EVENT_ENDED");
        ChangeRewardConsumer.Decide(e, Change(reward) with { Name = "New" }, Some.Now).Refusal!.Code.ShouldBe("EVENT_ENDED");
        RemoveRewardConsumer.Decide(e, reward.RewardId, Guid.NewGuid().ToString(), Some.Now).Refusal!.Code.ShouldBe("EVENT_ENDED");
    }

    [Fact]
    public void A_coupon_code_is_given_by_one_reward_of_an_event()
    {
        var e = Some.Event(EventStatus.Active, Some.Coupon, Some.Coupon with { CouponCode = Some.Sealed("SUMMER") });

        AddRewardConsumer.Decide(e, Some.AddReward(value: Some.Coupon), Some.Now).Refusal!.Code.ShouldBe("COUPON_CODE_TAKEN");
        ChangeRewardConsumer.Decide(e, Change(e.Rewards[1]) with { Value = new RewardFields(CouponCode: Some.Coupon.CouponCode) }, Some.Now).Refusal!.Code.ShouldBe("COUPON_CODE_TAKEN");
        ChangeRewardConsumer.Decide(e, Change(e.Rewards[0]) with { Value = new RewardFields(Expiry: Later) }, Some.Now).ShouldBe(Decision.Changed);
    }

    [Fact]
    public void An_event_takes_50_rewards()
    {
        var e = Some.Event(EventStatus.Draft, [.. Enumerable.Repeat(Some.Points, 49)]);

        AddRewardConsumer.Decide(e, Some.AddReward(), Some.Now).ShouldBe(Decision.Changed);
        AddRewardConsumer.Decide(e, Some.AddReward(), Some.Now).Refusal!.Code.ShouldBe("TOO_MANY_REWARDS");
        e.Rewards.Count.ShouldBe(EventDocument.MaxRewards);
    }

    [Fact]
    public void In_use_a_reward_changes_its_name_and_policy_but_not_its_value()
    {
        var e = Some.Event();
        e.InUse = true;
        var reward = e.Rewards[0];

        ChangeRewardConsumer.Decide(e, Change(reward) with { Value = new RewardFields(RewardType.Point, Points: 7) }, Some.Now)
            .Refusal!.Code.ShouldBe("REWARD_IN_USE");
        RemoveRewardConsumer.Decide(e, reward.RewardId, Guid.NewGuid().ToString(), Some.Now).Refusal!.Code.ShouldBe("REWARD_IN_USE");
        ChangeRewardConsumer.Decide(e, Change(reward) with { Value = new RewardFields(RewardType.Point, Some.Points.Points), Name = "New", ReturnOnRevoke = true }, Soon).ShouldBe(Decision.Changed);
        e.Rewards.ShouldBe([reward with { Name = "New", ReturnOnRevoke = true, UpdatedAt = Soon }]);
    }

    [Fact]
    public void In_use_an_expiry_moves_later_and_nothing_else_of_a_coupon_changes()
    {
        var coupon = Some.Reward(new CouponValue(Some.Sealed("SPRING"), Some.Now.AddDays(2)));
        var e = Some.Event();
        e.InUse = true;
        e.Rewards.Add(coupon);

        Decide(new RewardFields(Expiry: Some.Now.AddDays(1))).Refusal!.Code.ShouldBe("REWARD_IN_USE");
        Decide(new RewardFields(CouponCode: Some.Sealed("OTHER"), Expiry: Some.Now.AddDays(3))).Refusal!.Code.ShouldBe("REWARD_IN_USE");
        Decide(new RewardFields(Expiry: Some.Now.AddDays(3))).Save.ShouldBeTrue();
        e.Reward(coupon.RewardId)!.Value.ShouldBe(new CouponValue(Some.Sealed("SPRING"), Some.Now.AddDays(3)));

        // The same code, sealed anew.
        var present = SealedCode.Find(Some.Sealed("SPRING"))!;
        Decide(new RewardFields(CouponCode: new SealedCode(present.Hashes, present.Spelling, "another-box").ToString())).ShouldBe(Decision.Unchanged);
        Decide(new RewardFields(CouponCode: Some.Sealed("Spring"))).Refusal!.Code.ShouldBe("REWARD_IN_USE");

        Decision Decide(RewardFields value) =>
            ChangeRewardConsumer.Decide(e, new ChangeReward(coupon.RewardId, Guid.Parse(e.Id), null, value, null, Some.Operator()), Some.Now);
    }

    [Fact]
    public void A_value_changes_within_its_type()
    {
        var e = Some.Event();

        ChangeRewardConsumer.Decide(e, Change(e.Rewards[0]) with { Value = new RewardFields(RewardType.Badge) }, Some.Now)
            .Refusal!.Errors!.Keys.ShouldBe(["type"]);
        ChangeRewardConsumer.Decide(e, Change(e.Rewards[0]) with { Value = new RewardFields(BadgeId: "b") }, Some.Now)
            .Refusal!.Errors!.Keys.ShouldBe(["badgeId"]);
        ChangeRewardConsumer.Decide(e, Change(e.Rewards[0]) with { Value = new RewardFields(Points: 0) }, Some.Now)
            .Refusal!.Errors!.Keys.ShouldBe(["points"]);
        ChangeRewardConsumer.Decide(e, Change(e.Rewards[0]) with { Value = new RewardFields(RewardType.Point, Points: 7) }, Some.Now)
            .ShouldBe(Decision.Changed);
        e.Rewards[0].Value.ShouldBe(new PointValue(7));
    }

    [Fact]
    public void Two_changes_of_parts_of_one_value_both_stay()
    {
        var e = Some.Event(EventStatus.Active, new ItemValue("mug", 1));

        ChangeRewardConsumer.Decide(e, Change(e.Rewards[0]) with { Value = new RewardFields(Quantity: 5) }, Some.Now).ShouldBe(Decision.Changed);
        ChangeRewardConsumer.Decide(e, Change(e.Rewards[0]) with { Value = new RewardFields(ItemId: "cup") }, Some.Now).ShouldBe(Decision.Changed);

        e.Rewards[0].Value.ShouldBe(new ItemValue("cup", 5));
    }

    [Fact]
    public void An_empty_change_is_none()
    {
        var e = Some.Event();

        ChangeRewardConsumer.Decide(e, Change(e.Rewards[0]), Later).ShouldBe(Decision.Unchanged);
    }

    [Fact]
    public void An_unused_reward_is_removed()
    {
        var e = Some.Event(EventStatus.Active, Some.Points, Some.Coupon);
        var kept = e.Rewards[1];

        RemoveRewardConsumer.Decide(e, e.Rewards[0].RewardId, Guid.NewGuid().ToString(), Some.Now).ShouldBe(Decision.Changed);

        e.Rewards.ShouldBe([kept]);
    }

    [Fact]
    public void An_unknown_reward_is_not_found()
    {
        var stranger = Some.Reward();

        ChangeRewardConsumer.Decide(Some.Event(), Change(stranger), Some.Now).Refusal!.Code.ShouldBe("NOT_FOUND");
        RemoveRewardConsumer.Decide(Some.Event(), stranger.RewardId, Guid.NewGuid().ToString(), Some.Now).Refusal!.Code.ShouldBe("NOT_FOUND");
    }

    [Fact]
    public void Pages_hold_every_reward_once_newest_first()
    {
        // Three at each instant, so that the id must break ties.
        var rewards = Enumerable.Range(0, 30).Select(i => Some.Reward() with { CreatedAt = Some.Now.AddSeconds(i / 3) }).ToList();
        var seen = new List<Reward>();
        string? next = null;
        do
        {
            Documents.Cursor.TryParse(next, out var cursor).ShouldBeTrue();
            (var page, next) = ListRewardsConsumer.Page(rewards, cursor, 7);
            page.Count.ShouldBeLessThanOrEqualTo(7);
            seen.AddRange(page);
        }
        while (next is not null);

        seen.ShouldBe(rewards, ignoreOrder: true);
        seen.Select(r => r.CreatedAt).ShouldBeInOrder(SortDirection.Descending);
    }

    private static ChangeReward Change(Reward reward) => new(reward.RewardId, default, null, null, null, Some.Operator());
}
