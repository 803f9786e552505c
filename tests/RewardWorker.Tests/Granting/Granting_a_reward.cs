using Contracts.Rewards;
using RewardWorker.Ledger;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Granting;

public sealed class Granting_a_reward : IAsyncLifetime
{
    private readonly GrantOrder order = Some.Order(Some.Coupon("HELLO"));
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Fact]
    public async Task When_first_asked_for_it_is_entered_with_one_write()
    {
        var entry = await worker.Grant(order);

        worker.Engine.Saved.ShouldHaveSingleItem().Outbox.ShouldBeEmpty();
        (entry.Kind, entry.Id, entry.UserId, entry.EventId, entry.Amount).ShouldBe(
            (GrantKind.Granted, Grant.IdOf(order.RequestId, order.Reward.RewardId), order.UserId, order.EventId, 1L));
        worker.Entries().ShouldHaveSingleItem().Id.ShouldBe(entry.Id);
    }

    [Fact]
    public async Task When_asked_again_what_was_decided_is_said_and_nothing_granted()
    {
        var first = await worker.Grant(order);
        worker.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await worker.Grant(order);

        (second.Kind, second.At, second.Value).ShouldBe((GrantKind.Granted, first.At, first.Value));
        worker.Entries().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task When_asked_many_times_at_once_it_is_granted_once_and_each_is_told()
    {
        var told = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => worker.Grant(order)));

        worker.Entries().ShouldHaveSingleItem();
        told.ShouldAllBe(entry => entry.Kind == GrantKind.Granted);
    }

    [Fact]
    public async Task When_taken_back_both_entries_stay()
    {
        await worker.Grant(order);
        await worker.TakeBack(order, "OUT_OF_STOCK");

        var ledger = worker.Entries();
        ledger.Select(g => (g.Kind, g.Amount, g.ReversalOf?.ToString(), g.Reason)).ShouldBe(
            [(GrantKind.Granted, 1, null, null), (GrantKind.Reversal, -1, ledger[0].Id, "OUT_OF_STOCK")]);
    }

    [Fact]
    public async Task When_taken_back_many_times_at_once_it_has_one_contra_entry()
    {
        await worker.Grant(order);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => worker.TakeBack(order)));

        worker.Entries().Select(g => g.Amount).ShouldBe([1, -1]);
    }

    [Fact]
    public async Task When_asked_again_after_it_was_taken_back_nothing_is_granted()
    {
        await worker.Grant(order);
        await worker.TakeBack(order);
        await worker.Grant(order);

        worker.Entries().Select(g => g.Amount).ShouldBe([1, -1]);
    }

    [Fact]
    public async Task When_nothing_was_granted_nothing_is_taken_back()
    {
        var request = Some.Request(Contracts.Events.ApprovalMode.Auto, order.Reward);
        await worker.TakeBack(order);
        await worker.Refuse(request, order.Reward, "OUT_OF_STOCK");
        await worker.TakeBack(Some.Order(request, order.Reward));

        worker.Entries().ShouldBeEmpty();
    }

    [Fact]
    public async Task From_its_expiry_on_a_coupon_is_refused()
    {
        var expiry = worker.Time.GetUtcNow().AddMinutes(1);
        var coupon = Some.Reward(new CouponValue("SPRING", expiry));
        var before = Some.Order(coupon);
        (await worker.Grant(before)).Kind.ShouldBe(GrantKind.Granted);
        worker.Time.Advance(TimeSpan.FromMinutes(1));

        var late = await worker.Grant(Some.Order(coupon));

        (late.Kind, late.Reason).ShouldBe((GrantKind.Refused, "COUPON_EXPIRED"));
        (await worker.Grant(before)).Kind.ShouldBe(GrantKind.Granted);
    }
}
