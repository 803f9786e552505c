using System.Diagnostics.Metrics;
using Contracts;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Wallets;
using Documents.Engines;
using Microsoft.Extensions.Logging;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Stock;

public sealed class LimitedRewards : IAsyncLifetime
{
    private readonly Guid eventId = Guid.NewGuid();
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    /// <summary>Two instances on one storage, every third delivery twice, all at once.</summary>
    [Fact]
    public async Task OfStock100_1000AtOnceGet100AndTheOthersAreRefused()
    {
        await using var second = await RunningWorker.Start(worker.Engine);
        RunningWorker[] instances = [worker, second];
        var asked = Enumerable.Range(0, 1000).Select(_ => Ask(Reward)).ToList();
        var deliveries = asked.Concat(asked.Where((_, i) => i % 3 == 0)).ToArray();
        new Random(7).Shuffle(deliveries);
        var writesBefore = PoolWrites();

        await Task.WhenAll(deliveries.Select((message, i) => instances[i % 2].Deliver(message)));

        var answers = instances.SelectMany(i => i.Deliveries.TakeAll()).Where(m => m is RewardGranted or RewardGrantRefused).Distinct().ToList();
        answers.Count.ShouldBe(1000);
        answers.OfType<RewardGranted>().Count().ShouldBe(100);
        answers.OfType<RewardGrantRefused>().ShouldAllBe(r => r.Code == "OUT_OF_STOCK");
        worker.Ledger().Count.ShouldBe(100);
        (await Stock()).Remaining.ShouldBe(0);

        // Combined: far fewer writes of the hot document than claims.
        (PoolWrites() - writesBefore).ShouldBeLessThan(300);
    }

    private RewardToGrant Reward { get; } = Some.Limited(100, lowStockAt: 10);

    [Fact]
    public async Task OfAList_EachCodeIsGivenOnce()
    {
        var reward = Some.CouponList(1200);
        var codes = Enumerable.Range(0, 1200).Select(i => $"CODE-{i:0000}").ToList();
        foreach (var (part, i) in codes.Chunk(AddCouponCodes.PartSize).Select((part, i) => (part, i)))
        {
            await worker.Ask<AddCouponCodes, CouponCodesAdded>(new AddCouponCodes(reward.RewardId, i, part));
        }

        await Task.WhenAll(Enumerable.Range(0, 1500).Select(_ => worker.Deliver(Ask(reward))));

        var answers = worker.Deliveries.TakeAll();
        answers.OfType<RewardGranted>().Select(g => g.CouponCode!).Order().ShouldBe(codes.Order());
        answers.OfType<RewardGrantRefused>().Count().ShouldBe(300);
    }

    [Fact]
    public async Task WhenTheCrashComesAnywhere_NoUnitIsLostOrGivenTwice()
    {
        for (var round = 0; round < 30; round++)
        {
            var reward = Some.Limited(5);
            var asked = Enumerable.Range(0, 12).Select(_ => Ask(reward)).ToList();
            FailWrite(round);
            await Task.WhenAll(asked.Select(message => Attempt(message)));
            worker.Engine.Before = null;
            foreach (var message in asked)
            {
                await worker.Deliver(message);
            }

            worker.Time.Advance(TimeSpan.FromMinutes(1));
            await worker.Sweep.Sweep(CancellationToken.None);
            var pool = (await worker.Pools.Get(reward.RewardId.ToString()))!;
            (pool.Taken, pool.Entries.Count).ShouldBe((5, 0));
            worker.Ledger().Count(g => g.RewardId == reward.RewardId).ShouldBe(5);
        }
    }

    [Fact]
    public async Task WhenRefused_TheAnswerStaysThoughStockReturns()
    {
        var reward = Some.Limited(1);
        var (first, second, third) = (Ask(reward), Ask(reward), Ask(reward));
        await worker.Deliver(first);
        await worker.Deliver(second);
        await worker.Deliver(new RevokeGrant(first.RequestId, reward.RewardId, "OTHER"));
        worker.Deliveries.TakeAll();

        await worker.Deliver(second);
        await worker.Deliver(third);

        worker.Deliveries.TakeAll().ShouldBe(
            [new RewardGrantRefused(second.RequestId, reward.RewardId, "OUT_OF_STOCK"), new RewardGranted(third.RequestId, reward.RewardId, null)]);
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    [InlineData(false, false, 0)]
    public async Task WhenTakenBackManyTimesAtOnce_StockReturnsOnceByPolicy(bool compensation, bool returnOnRevoke, int remaining)
    {
        var reward = Some.Limited(2, returnOnRevoke: returnOnRevoke);
        var (first, second) = (Ask(reward), Ask(reward));
        await worker.Deliver(first);
        await worker.Deliver(second);
        var revoke = new RevokeGrant(first.RequestId, reward.RewardId, "a mistake", compensation);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => worker.Deliver(revoke)));
        await worker.Deliver(revoke);
        worker.Time.Advance(TimeSpan.FromMinutes(1));
        await worker.Sweep.Sweep(CancellationToken.None);

        (await Stock(reward)).Remaining.ShouldBe(remaining);
        (await worker.Pools.Get(reward.RewardId.ToString()))!.Entries.ShouldBeEmpty();
        worker.Ledger().Where(g => g.RequestId == first.RequestId).Sum(g => g.Amount).ShouldBe(0);
        worker.Deliveries.TakeAll().OfType<GrantRevoked>().Count().ShouldBe(11);
    }

    [Fact]
    public async Task WhenRevocationIsCutOffAnywhere_StockReturnsOnce()
    {
        for (var round = 0; round < 15; round++)
        {
            var reward = Some.Limited(3);
            var asked = Enumerable.Range(0, 3).Select(_ => Ask(reward)).ToList();
            foreach (var message in asked)
            {
                await worker.Deliver(message);
            }

            FailWrite(round);
            var revoke = new RevokeGrant(asked[0].RequestId, reward.RewardId, "OTHER");
            await Task.WhenAll(Attempt(revoke), Attempt(revoke));
            worker.Engine.Before = null;
            await worker.Deliver(revoke);
            worker.Time.Advance(TimeSpan.FromMinutes(1));
            await worker.Sweep.Sweep(CancellationToken.None);

            var pool = (await worker.Pools.Get(reward.RewardId.ToString()))!;
            (pool.Taken, pool.Entries.Count).ShouldBe((2, 0));
        }
    }

    [Fact]
    public async Task ACodeOfAFailedRequestGoesToAnother_OfARevokedOneToNobody()
    {
        var reward = Some.CouponList(2, returnOnRevoke: true);
        await worker.Ask<AddCouponCodes, CouponCodesAdded>(new AddCouponCodes(reward.RewardId, 0, ["A", "B"]));
        var (failed, revoked, next, last) = (Ask(reward), Ask(reward), Ask(reward), Ask(reward));
        await worker.Deliver(failed);
        await worker.Deliver(new RevokeGrant(failed.RequestId, reward.RewardId, "OUT_OF_STOCK"));
        await worker.Deliver(revoked);
        await worker.Deliver(new RevokeGrant(revoked.RequestId, reward.RewardId, "a mistake", Compensation: false));
        await worker.Deliver(next);
        await worker.Deliver(last);

        worker.Deliveries.TakeAll().Where(m => m is RewardGranted or RewardGrantRefused).ShouldBe(
        [
            new RewardGranted(failed.RequestId, reward.RewardId, "A"),
            new RewardGranted(revoked.RequestId, reward.RewardId, "A"),
            new RewardGranted(next.RequestId, reward.RewardId, "B"),
            new RewardGrantRefused(last.RequestId, reward.RewardId, "OUT_OF_STOCK"),
        ]);
        (await worker.Ask<GetWallet, WalletDetails>(new GetWallet(revoked.UserId))).Coupons.ShouldBeEmpty();
        (await worker.Ask<GetWallet, WalletDetails>(new GetWallet(next.UserId))).Coupons.ShouldHaveSingleItem().Code.ShouldBe("B");
    }

    [Fact]
    public async Task OfABudget_PointsAreGivenUpToItAndNoFurther()
    {
        var points = Some.Points(30) with { Budget = new BudgetPolicy(1000, 1) };
        var asked = Enumerable.Range(0, 100).Select(_ => Ask(points)).ToList();

        await Task.WhenAll(asked.Select(worker.Deliver));

        var answers = worker.Deliveries.TakeAll();
        answers.OfType<RewardGranted>().Count().ShouldBe(33);
        answers.OfType<RewardGrantRefused>().Count(r => r.Code == "BUDGET_EXHAUSTED").ShouldBe(67);
        worker.Ledger().Sum(g => g.Amount).ShouldBe(990);

        await worker.Deliver(new ChangePointBudget(eventId, 1020, 2));
        await worker.Deliver(new ChangePointBudget(eventId, 5000, 1));
        await worker.Deliver(Ask(points));
        await worker.Deliver(Ask(points));
        worker.Deliveries.TakeAll().Select(a => a.GetType()).ShouldBe([typeof(RewardGranted), typeof(RewardGrantRefused)]);

        // A grant that was judged by a later change than has come.
        await worker.Deliver(Ask(points with { Budget = new BudgetPolicy(1050, 3) }));
        await worker.Deliver(Ask(points with { Budget = new BudgetPolicy(1020, 2) }));
        worker.Deliveries.TakeAll().Select(a => a.GetType()).ShouldBe([typeof(RewardGranted), typeof(RewardGrantRefused)]);
    }

    [Fact]
    public async Task WhenTheBudgetRefuses_TheStockIsNotTaken()
    {
        var reward = Some.Points(30) with { Stock = new StockPolicy(5, null, false), Budget = new BudgetPolicy(50, 1) };
        await worker.Deliver(Ask(reward));
        await worker.Deliver(Ask(reward));

        (await Stock(reward)).Remaining.ShouldBe(4);
    }

    [Fact]
    public async Task ADefinitionThatComesLate_ChangesNothing()
    {
        var reward = Some.Limited(2);
        await worker.Deliver(Ask(reward));
        await worker.Deliver(new DefineStock(reward.RewardId, eventId, reward.Stock!));

        (await Stock(reward)).ShouldBe(new StockDetails(reward.RewardId, 2, 1, null));
    }

    [Fact]
    public async Task StockMayRise_AndFallToWhatIsTaken()
    {
        var reward = Some.Limited(5);
        await worker.Deliver(Ask(reward));
        await worker.Deliver(Ask(reward));

        (await Change(1)).Is(out MassTransit.Response<Refused>? refused).ShouldBeTrue();
        refused!.Message.Code.ShouldBe("INVALID_STATE");
        (await Change(2)).Is(out MassTransit.Response<StockDetails>? fallen).ShouldBeTrue();
        fallen!.Message.Remaining.ShouldBe(0);
        (await Change(9)).Is(out MassTransit.Response<StockDetails>? risen).ShouldBeTrue();
        risen!.Message.Remaining.ShouldBe(7);

        Task<MassTransit.Response<StockDetails, Refused>> Change(int stock) => worker.Ask<ChangeStock, StockDetails, Refused>(
            new ChangeStock(reward.RewardId, eventId, new StockPolicy(stock, null, false)));
    }

    [Fact]
    public async Task WhenLittleIsLeft_ItIsToldOnce()
    {
        for (var i = 0; i < 95; i++)
        {
            await worker.Deliver(Ask(Reward));
        }

        worker.Deliveries.TakeAll().OfType<StockLow>().ShouldBe([new StockLow(Reward.RewardId, eventId, 10)]);
    }

    [Fact]
    public async Task WhatIsLow_IsCountedAndLogged()
    {
        var counted = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "stock.low")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref counted, value));
        listener.Start();

        await worker.Deliver(new StockLow(Reward.RewardId, eventId, 10));

        counted.ShouldBe(1);
        worker.Lines.Of(LogLevel.Warning).ShouldContain($"Stock of reward {Reward.RewardId} of event {eventId} is low: 10 left");
    }

    /// <summary>The write of this number from now fails, and so does the next but one.</summary>
    private void FailWrite(int number)
    {
        var count = -1;
        worker.Engine.Before = _ =>
        {
            if (Interlocked.Increment(ref count) - number is 0 or 2)
            {
                throw new IOException("planted");
            }
        };
    }

    private int PoolWrites() => worker.Engine.Saved.Count(w => w is { Schema.Collection: "stock_pools", Kind: not WriteKind.Delete });

    private GrantReward Ask(RewardToGrant reward) => new(Guid.NewGuid(), eventId, Guid.NewGuid(), reward);

    private Task<StockDetails> Stock() => Stock(Reward);

    private async Task<StockDetails> Stock(RewardToGrant reward) =>
        (await worker.Ask<GetStock, StockList>(new GetStock([reward.RewardId]))).Items.ShouldHaveSingleItem();

    /// <summary>A delivery that a crash may cut off: what it had written stays.</summary>
    private async Task Attempt(object message)
    {
        try
        {
            await worker.Deliver(message);
        }
        catch (Exception e) when (e is not ShouldAssertException)
        {
            e.ToString().ShouldContain("planted");
        }
    }
}
