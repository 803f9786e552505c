using Contracts.Rewards;
using RewardWorker.Ledger;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Granting;

public sealed class GrantingAReward : IAsyncLifetime
{
    private readonly GrantOrder order = Some.Order(Some.Coupon("HELLO"));
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    [Fact]
    public async Task WhenFirstAsked_EntersItWithOneWrite()
    {
        var entry = await worker.Grant(order);

        worker.Engine.Saved.ShouldHaveSingleItem().Outbox.ShouldBeEmpty();
        (entry.Kind, entry.Id, entry.UserId, entry.EventId, entry.Amount).ShouldBe(
            (GrantKind.Granted, Grant.IdOf(order.RequestId, order.Reward.RewardId), order.UserId, order.EventId, 1L));
        worker.Entries().ShouldHaveSingleItem().Id.ShouldBe(entry.Id);
    }

    [Fact]
    public async Task WhenAskedAgain_SaysWhatWasDecidedAndGrantsNothing()
    {
        var first = await worker.Grant(order);
        worker.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await worker.Grant(order);

        (second.Kind, second.At, second.Value).ShouldBe((GrantKind.Granted, first.At, first.Value));
        worker.Entries().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task WhenAskedManyTimesAtOnce_GrantsOnceAndTellsEach()
    {
        var told = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => worker.Grant(order)));

        worker.Entries().ShouldHaveSingleItem();
        told.ShouldAllBe(entry => entry.Kind == GrantKind.Granted);
    }

    [Fact]
    public async Task WhenTakenBack_BothEntriesStay()
    {
        await worker.Grant(order);
        await worker.TakeBack(order, "OUT_OF_STOCK");

        var ledger = worker.Entries();
        ledger.Select(g => (g.Kind, g.Amount, g.ReversalOf?.ToString(), g.Reason)).ShouldBe(
            [(GrantKind.Granted, 1, null, null), (GrantKind.Reversal, -1, ledger[0].Id, "OUT_OF_STOCK")]);
    }

    [Fact]
    public async Task WhenTakenBackManyTimesAtOnce_HasOneContraEntry()
    {
        await worker.Grant(order);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => worker.TakeBack(order)));

        worker.Entries().Select(g => g.Amount).ShouldBe([1, -1]);
    }

    [Fact]
    public async Task WhenAskedAgainAfterItWasTakenBack_GrantsNothing()
    {
        await worker.Grant(order);
        await worker.TakeBack(order);
        await worker.Grant(order);

        worker.Entries().Select(g => g.Amount).ShouldBe([1, -1]);
    }

    [Fact]
    public async Task WhenNothingWasGranted_TakesNothingBack()
    {
        var request = Some.Request(Contracts.Events.ApprovalMode.Auto, order.Reward);
        await worker.TakeBack(order);
        await worker.Refuse(request, order.Reward, "OUT_OF_STOCK");
        await worker.TakeBack(Some.Order(request, order.Reward));

        worker.Entries().ShouldBeEmpty();
    }

    [Fact]
    public async Task FromItsExpiryOn_ACouponIsRefused()
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
