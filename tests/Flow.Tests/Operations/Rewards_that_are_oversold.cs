using Documents;
using Messaging.Client;
using RewardWorker.Stock;
using Testing;

namespace Flow.Tests.Operations;

public sealed class Rewards_that_are_oversold : ReconciledPlatform
{
    [Fact]
    public async Task More_grants_than_stock_are_oversold()
    {
        var grant = await GrantOf(await Fulfilled(Campaign.Badge("one") with { Stock = 1 }));
        grant.StockSeq.ShouldNotBeNull();

        await Plant(grant, requestId: Guid.NewGuid(), stockSeq: 2);
        await Plant(grant, requestId: Guid.NewGuid(), stockSeq: 3);

        (await Seen()).ShouldBe((0, 0, 2, 2));
    }

    [Fact]
    public async Task A_pool_that_was_made_smaller_than_what_is_taken_is_oversold()
    {
        var grant = await GrantOf(await Fulfilled(Campaign.Badge("one") with { Stock = 5 }));

        await Platform.Store<StockPool>().Change(grant.RewardId.ToString(), pool =>
        {
            pool.Total = 0;
            return true;
        });

        (await Seen()).ShouldBe((0, 0, 0, 1));
    }

    [Fact]
    public async Task A_code_that_is_given_twice_is_oversold()
    {
        var grant = await GrantOf(await Fulfilled(Campaign.Coupons(Codes(3))));
        grant.CodeOrdinal.ShouldNotBeNull();

        await Plant(grant, requestId: Guid.NewGuid(), stockSeq: 2);

        (await Seen()).ShouldBe((0, 0, 1, 1));
    }

    [Fact]
    public async Task Points_beyond_the_budget_are_oversold_and_a_budget_that_was_lowered_is_not()
    {
        var campaign = await Campaign.Start(Platform.Address, Admin, terms => terms with { PointBudget = 250 });
        using var user = await campaign.NewUser();
        var id = await campaign.Requested(user);
        await user.Becomes(id, RequestStatus.Fulfilled);
        var grant = await GrantOf(id);
        grant.BudgetSeq.ShouldNotBeNull();

        await Plant(grant, requestId: Guid.NewGuid(), budgetSeq: 2);
        await Plant(grant, requestId: Guid.NewGuid(), budgetSeq: 3);
        (await Seen()).ShouldBe((0, 0, 2, 50));

        await Admin.Typed.Events.Change(campaign.EventId, new EventChange { PointBudget = 100 });
        await Wait.Until(
            async () => (await Platform.Store<StockPool>().Get(StockPool.BudgetIdOf(grant.EventId!.Value)))!.Total == 100, "the budget to be lowered");
        (await Seen()).ShouldBe((0, 0, 2, 200));
        await Admin.Typed.Events.Change(campaign.EventId, new EventChange { PointBudget = 50 });
        await Wait.Until(
            async () => (await Platform.Store<StockPool>().Get(StockPool.BudgetIdOf(grant.EventId!.Value)))!.Total == 50, "the budget to be lowered");
        (await Seen()).ShouldBe((0, 0, 2, 200));
    }
}
