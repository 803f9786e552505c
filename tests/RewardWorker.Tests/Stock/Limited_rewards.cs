using System.Diagnostics.Metrics;
using Contracts;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Requests;
using Contracts.Rewards;
using Contracts.Wallets;
using Documents.Engines;
using Microsoft.Extensions.Logging;
using RewardWorker.Fulfilment;
using RewardWorker.Ledger;
using RewardWorker.Tests.Running;

namespace RewardWorker.Tests.Stock;

public sealed class Limited_rewards : IAsyncLifetime
{
    private readonly Guid eventId = Guid.NewGuid();
    private RunningWorker worker = null!;

    public async Task InitializeAsync() => worker = await RunningWorker.Start();

    public async Task DisposeAsync() => await worker.DisposeAsync();

    /// <summary>Two instances on one storage, every third delivery twice, all at once.</summary>
    [Fact]
    public async Task Of_1000_at_once_100_get_a_stock_of_100_and_the_others_are_refused()
    {
        await using var second = await RunningWorker.Start(worker.Engine);
        RunningWorker[] instances = [worker, second];
        var asked = Enumerable.Range(0, 1000).Select(_ => Ask(Reward)).ToList();
        var attempts = asked.Concat(asked.Where((_, i) => i % 3 == 0)).ToArray();
        new Random(7).Shuffle(attempts);
        var writesBefore = PoolWrites();

        var entries = await Task.WhenAll(attempts.Select((order, i) => instances[i % 2].Grant(order)));

        var decided = entries.Select(e => (e.Id, e.Kind, e.Reason)).Distinct().ToList();
        decided.Count.ShouldBe(1000);
        decided.Count(d => d.Kind == GrantKind.Granted).ShouldBe(100);
        decided.Where(d => d.Kind != GrantKind.Granted).ShouldAllBe(d => d.Reason == "OUT_OF_STOCK");
        worker.Entries().Count.ShouldBe(100);
        (await Stock()).Remaining.ShouldBe(0);

        // Combined: far fewer writes of the hot document than claims.
        (PoolWrites() - writesBefore).ShouldBeLessThan(300);
    }

    private RewardToGrant Reward { get; } = Some.Limited(100, lowStockAt: 10);

    /// <summary>Of two deliveries of one request the slower may claim when the faster is done: what it holds then is nobody's.</summary>
    [Fact]
    public async Task A_unit_that_a_late_delivery_holds_is_refused_to_nobody()
    {
        var (reward, points) = (Some.Limited(2), Some.Points(30) with { Budget = new BudgetPolicy(60, 1) });
        var (unit, amount) = (Ask(reward), Ask(points));
        await worker.Grant(unit);
        await worker.Grant(amount);
        (await worker.Stock.ClaimUnit(unit, reward.Stock!, Grant.IdOf(unit.RequestId, reward.RewardId), CancellationToken.None)).IsRefused.ShouldBeFalse();
        (await worker.Stock.ClaimPoints(amount, points.Budget!, Grant.IdOf(amount.RequestId, points.RewardId), CancellationToken.None)).IsRefused.ShouldBeFalse();

        var others = await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(_ => new[] { worker.Grant(Ask(reward)), worker.Grant(Ask(points)) }));

        others.Where(e => e.Kind == GrantKind.Granted).Select(e => e.RewardId).Order().ShouldBe(new[] { reward.RewardId, points.RewardId }.Order());
        worker.Entries().Count.ShouldBe(4);
    }

    [Fact]
    public async Task Of_a_list_each_code_is_given_once()
    {
        var reward = Some.CouponList(1200);
        var codes = Enumerable.Range(0, 1200).Select(i => $"CODE-{i:0000}").ToList();
        foreach (var (part, i) in codes.Chunk(AddCouponCodes.PartSize).Select((part, i) => (part, i)))
        {
            await worker.Ask<AddCouponCodes, CouponCodesAdded>(new AddCouponCodes(reward.RewardId, i, part));
        }

        var entries = await Task.WhenAll(Enumerable.Range(0, 1500).Select(_ => worker.Grant(Ask(reward))));

        entries.Where(e => e.Kind == GrantKind.Granted).Select(Code).Order().ShouldBe(codes.Order());
        entries.Count(e => e.Kind == GrantKind.Refused).ShouldBe(300);
    }

    [Fact]
    public async Task Wherever_a_crash_comes_no_unit_is_lost_or_given_twice()
    {
        for (var round = 0; round < 30; round++)
        {
            var reward = Some.Limited(5);
            var asked = Enumerable.Range(0, 12).Select(_ => Ask(reward)).ToList();
            FailWrite(round);
            await Task.WhenAll(asked.Select(order => Attempt(() => worker.Grant(order))));
            worker.Engine.Before = null;
            foreach (var order in asked)
            {
                await worker.Grant(order);
            }

            worker.Time.Advance(TimeSpan.FromMinutes(1));
            await worker.Sweep.Sweep(CancellationToken.None);
            var pool = (await worker.Pools.Get(reward.RewardId.ToString()))!;
            (pool.Taken, pool.Entries.Count).ShouldBe((5, 0));
            worker.Entries().Count(g => g.RewardId == reward.RewardId).ShouldBe(5);
        }
    }

    [Fact]
    public async Task What_was_refused_stays_refused_though_stock_returns()
    {
        var reward = Some.Limited(1);
        var (first, second, third) = (Ask(reward), Ask(reward), Ask(reward));
        await worker.Grant(first);
        await worker.Grant(second);
        await worker.TakeBack(first);

        ((await worker.Grant(second)).Reason, (await worker.Grant(third)).Kind).ShouldBe(("OUT_OF_STOCK", GrantKind.Granted));
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    [InlineData(false, false, 0)]
    public async Task When_taken_back_many_times_at_once_stock_returns_once_by_policy(bool compensation, bool returnOnRevoke, int remaining)
    {
        var reward = Some.Limited(2, returnOnRevoke: returnOnRevoke);
        var (first, second) = (Ask(reward), Ask(reward));
        await worker.Grant(first);
        await worker.Grant(second);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => worker.TakeBack(first, "a mistake", compensation)));
        await worker.TakeBack(first, "a mistake", compensation);
        worker.Time.Advance(TimeSpan.FromMinutes(1));
        await worker.Sweep.Sweep(CancellationToken.None);

        (await Stock(reward)).Remaining.ShouldBe(remaining);
        (await worker.Pools.Get(reward.RewardId.ToString()))!.Entries.ShouldBeEmpty();
        worker.Entries().Where(g => g.RequestId == first.RequestId).Sum(g => g.Amount).ShouldBe(0);
    }

    [Fact]
    public async Task Wherever_a_revocation_is_cut_off_stock_returns_once()
    {
        for (var round = 0; round < 15; round++)
        {
            var reward = Some.Limited(3);
            var asked = Enumerable.Range(0, 3).Select(_ => Ask(reward)).ToList();
            foreach (var order in asked)
            {
                await worker.Grant(order);
            }

            FailWrite(round);
            await Task.WhenAll(Attempt(() => worker.TakeBack(asked[0])), Attempt(() => worker.TakeBack(asked[0])));
            worker.Engine.Before = null;
            await worker.TakeBack(asked[0]);
            worker.Time.Advance(TimeSpan.FromMinutes(1));
            await worker.Sweep.Sweep(CancellationToken.None);

            var pool = (await worker.Pools.Get(reward.RewardId.ToString()))!;
            (pool.Taken, pool.Entries.Count).ShouldBe((2, 0));
        }
    }

    [Fact]
    public async Task A_code_of_a_failed_request_goes_to_another_and_of_a_revoked_one_to_nobody()
    {
        var reward = Some.CouponList(2, returnOnRevoke: true);
        await worker.Ask<AddCouponCodes, CouponCodesAdded>(new AddCouponCodes(reward.RewardId, 0, ["A", "B"]));
        var (failed, revoked, next, last) = (Ask(reward), Ask(reward), Ask(reward), Ask(reward));
        Code(await worker.Grant(failed)).ShouldBe("A");
        await worker.TakeBack(failed);
        Code(await worker.Grant(revoked)).ShouldBe("A");
        await Settled(revoked);
        await worker.TakeBack(revoked, "a mistake", compensation: false);
        Code(await worker.Grant(next)).ShouldBe("B");
        await Settled(next);
        (await worker.Grant(last)).Reason.ShouldBe("OUT_OF_STOCK");

        (await worker.Ask<GetWallet, WalletDetails>(new GetWallet(revoked.UserId))).Coupons.ShouldBeEmpty();
        (await worker.Ask<GetWallet, WalletDetails>(new GetWallet(next.UserId))).Coupons.ShouldHaveSingleItem().Code.ShouldBe("B");
    }

    [Fact]
    public async Task Of_a_budget_points_are_given_up_to_it_and_no_further()
    {
        var points = Some.Points(30) with { Budget = new BudgetPolicy(1000, 1) };
        var asked = Enumerable.Range(0, 100).Select(_ => Ask(points)).ToList();

        var entries = await Task.WhenAll(asked.Select(worker.Grant));

        entries.Count(e => e.Kind == GrantKind.Granted).ShouldBe(33);
        entries.Count(e => e.Reason == "BUDGET_EXHAUSTED").ShouldBe(67);
        worker.Entries().Sum(g => g.Amount).ShouldBe(990);

        await worker.Deliver(new ChangePointBudget(eventId, 1020, 2));
        await worker.Deliver(new ChangePointBudget(eventId, 5000, 1));
        (await Kind(points), await Kind(points)).ShouldBe((GrantKind.Granted, GrantKind.Refused));

        // A grant that was judged by a later change than has come.
        (await Kind(points with { Budget = new BudgetPolicy(1050, 3) }), await Kind(points with { Budget = new BudgetPolicy(1020, 2) }))
            .ShouldBe((GrantKind.Granted, GrantKind.Refused));
    }

    [Fact]
    public async Task When_the_budget_refuses_the_stock_is_not_taken()
    {
        var reward = Some.Points(30) with { Stock = new StockPolicy(5, null, false), Budget = new BudgetPolicy(50, 1) };
        await worker.Grant(Ask(reward));
        await worker.Grant(Ask(reward));

        (await Stock(reward)).Remaining.ShouldBe(4);
    }

    [Fact]
    public async Task A_definition_that_comes_late_changes_nothing()
    {
        var reward = Some.Limited(2);
        await worker.Grant(Ask(reward));
        await worker.Deliver(new DefineStock(reward.RewardId, eventId, reward.Stock!));

        (await Stock(reward)).ShouldBe(new StockDetails(reward.RewardId, 2, 1, null));
    }

    [Fact]
    public async Task Stock_may_rise_and_fall_to_what_is_taken()
    {
        var reward = Some.Limited(5);
        await worker.Grant(Ask(reward));
        await worker.Grant(Ask(reward));

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
    public async Task When_little_is_left_it_is_told_once()
    {
        for (var i = 0; i < 95; i++)
        {
            await worker.Grant(Ask(Reward));
        }

        worker.Deliveries.TakeAll().OfType<StockLow>().ShouldBe([new StockLow(Reward.RewardId, eventId, 10)]);
    }

    [Fact]
    public async Task What_is_low_is_counted_and_logged()
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

    private GrantOrder Ask(RewardToGrant reward) => Some.Order(reward, eventId: eventId);

    private async Task<GrantKind> Kind(RewardToGrant reward) => (await worker.Grant(Ask(reward))).Kind;

    private static string? Code(Grant entry) => (entry.Value as CouponValue)?.CouponCode;

    /// <summary>A code is shown once the request that holds it can no longer fail.</summary>
    private async Task Settled(GrantOrder order) =>
        (await worker.Fulfilments.Insert(new RewardFulfilmentState { CorrelationId = order.RequestId, CurrentState = "Fulfilled" })).IsSaved.ShouldBeTrue();

    private Task<StockDetails> Stock() => Stock(Reward);

    private async Task<StockDetails> Stock(RewardToGrant reward) =>
        (await worker.Ask<GetStock, StockList>(new GetStock([reward.RewardId]))).Items.ShouldHaveSingleItem();

    /// <summary>An attempt that a crash may cut off: what it had written stays.</summary>
    private static async Task Attempt(Func<Task> attempt)
    {
        try
        {
            await attempt();
        }
        catch (Exception e) when (e is not ShouldAssertException)
        {
            e.ToString().ShouldContain("planted");
        }
    }
}
