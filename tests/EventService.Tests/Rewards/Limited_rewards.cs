using System.Text.Json;
using Contracts.Events;
using Contracts.Granting;
using Contracts.Requests;
using Contracts.Rewards;
using Documents;
using EventService.Events;
using EventService.Rewards;

namespace EventService.Tests.Rewards;

public sealed class Limited_rewards(RunningEventService service) : IClassFixture<RunningEventService>
{
    private static readonly RewardValue CouponOfList = new CouponValue(null, Some.Now.AddYears(90));

    [Fact]
    public async Task A_limited_reward_defines_its_stock_and_is_granted_by_it()
    {
        var e = await service.ActiveEvent(terms => terms with { PointBudget = 500 });

        var added = (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id) with { Stock = 9, LowStockAt = 2, ReturnOnRevoke = true })).Details!;
        await service.Request(e.Id, Some.User());

        (added.Stock, added.Remaining, added.LowStockAt).ShouldBe((9, 9, 2));
        await Testing.Wait.Until(() => service.Heard<DefineStock>(d => d.RewardId == added.Id).Count == 1, "DefineStock");
        await Testing.Wait.Until(() => service.Heard<RewardRequested>(r => r.EventId == e.Id).Count == 1, "RewardRequested");
        var termsId = service.Heard<RewardRequested>(r => r.EventId == e.Id)[0].TermsId!;
        var terms = (await service.Ask<GetRewardTerms, RewardTerms>(new GetRewardTerms(termsId))).Details!;
        JsonSerializer.Deserialize<RewardToGrant[]>(terms.Content, DocumentJson.Options)!.Single(r => r.RewardId == added.Id).ShouldSatisfyAllConditions(
            r => r.Stock.ShouldBe(new StockPolicy(9, 2, false)),
            r => r.Budget.ShouldBe(new BudgetPolicy(500, 1)),
            r => r.ReturnOnRevoke.ShouldBe(true));
    }

    [Fact]
    public async Task Stock_changes_while_in_use_down_to_what_is_taken()
    {
        var e = await service.ActiveEvent();
        var limited = (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id) with { Stock = 9 })).Details!;
        var unlimited = (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id))).Details!;
        await service.Request(e.Id, Some.User());

        (await Change(limited, c => c with { Stock = 2 })).Code.ShouldBe("INVALID_STATE");
        (await Change(limited, c => c with { Stock = 3 })).Details!.Stock.ShouldBe(3);
        (await Change(limited, c => c with { LowStockAt = 4 })).Refused!.Errors!.Keys.ShouldBe(["lowStockAt"]);
        (await Change(limited, c => c with { Cleared = ["stock"] })).Code.ShouldBe("REWARD_IN_USE");
        (await Change(unlimited, c => c with { Stock = 5 })).Code.ShouldBe("REWARD_IN_USE");

        Task<Answer<RewardDetails>> Change(RewardDetails reward, Func<ChangeReward, ChangeReward> change) =>
            service.Ask<ChangeReward, RewardDetails>(change(new ChangeReward(reward.Id, e.Id, null, null, null, Some.Operator())));
    }

    [Fact]
    public async Task Of_changes_of_the_stock_at_once_RewardWorker_heard_last_what_the_event_says()
    {
        for (var round = 0; round < 10; round++)
        {
            var e = await service.ActiveEvent();
            var reward = (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id) with { Stock = 9 })).Details!;

            await Task.WhenAll(Enumerable.Range(10, 6).Select(async stock => (await Change(stock)).Details.ShouldNotBeNull()));

            var stored = (await service.Store<EventDocument>().Get(e.Id.ToString()))!.Reward(reward.Id)!.Stock!.Value;
            Sent()[^1].Policy.Total.ShouldBe(stored);

            // The same again is sent too: it mends what is not the same there.
            var before = Sent().Count;
            (await Change(stored)).Details!.Stock.ShouldBe(stored);
            Sent().Count.ShouldBe(before + 1);

            Task<Answer<RewardDetails>> Change(int stock) =>
                service.Ask<ChangeReward, RewardDetails>(new ChangeReward(reward.Id, e.Id, null, null, null, Some.Operator(), Stock: stock));

            IReadOnlyList<ChangeStock> Sent() => service.Heard<ChangeStock>(sent => sent.RewardId == reward.Id);
        }
    }

    [Fact]
    public async Task A_refused_change_leaves_the_stock_as_it_was_for_RewardWorker_too()
    {
        var e = await service.ActiveEvent();
        await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id, CouponOfList) with { CouponCodes = Sealed($"TAKEN-{e.Id}") });
        var reward = (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id, Some.Coupon) with { Stock = 100 })).Details!;

        var change = new ChangeReward(reward.Id, e.Id, null, new RewardFields(CouponCode: Some.Sealed($"TAKEN-{e.Id}")), null, Some.Operator(), Stock: 5);
        (await service.Ask<ChangeReward, RewardDetails>(change)).Code.ShouldBe("COUPON_CODE_TAKEN");

        service.Heard<ChangeStock>(sent => sent.RewardId == reward.Id).Select(sent => sent.Policy.Total).ShouldBe([5, 100]);
    }

    [Fact]
    public async Task A_list_of_100_000_codes_is_handed_over_in_parts()
    {
        var e = await service.ActiveEvent();
        var codes = Enumerable.Range(0, 100_000).Select(i => $"{e.Id:N}-{i:000000}").ToList();

        var added = (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id, CouponOfList) with { CouponCodes = Sealed(codes) })).Details!;

        (added.Stock, added.Value.ToFields().CouponCode).ShouldBe((100_000, null));
        service.Heard<AddCouponCodes>(p => p.RewardId == added.Id).OrderBy(p => p.Chunk).SelectMany(p => p.Codes).ShouldBe(Sealed(codes));
    }

    [Fact]
    public async Task A_faulty_list_is_refused()
    {
        var e = await service.ActiveEvent();

        foreach (var (list, stock, field) in new (string[], int?, string)[]
        {
            ([], null, "couponCodes"), (Sealed("A", "A"), null, "couponCodes"), (["A"], null, "couponCodes"), (Sealed("A"), 1, "stock"),
        })
        {
            (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id, CouponOfList) with { CouponCodes = list, Stock = stock }))
                .Refused!.Errors!.Keys.ShouldContain(field);
        }

        (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id) with { CouponCodes = Sealed("A") })).Refused!.Errors!.Keys.ShouldBe(["couponCodes"]);
        (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id, Some.Coupon) with { CouponCodes = Sealed("A") })).Refused!.Errors!.Keys.ShouldBe(["couponCodes"]);
    }

    /// <summary>Neither the codes of a list with RewardWorker, nor a word that no reward may have any more.</summary>
    [Fact]
    public async Task What_is_refused_leaves_no_code_behind()
    {
        var e = await service.ActiveEvent();
        var free = $"FREE-{e.Id}";
        var list = (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id, CouponOfList) with { CouponCodes = Sealed($"A-{e.Id}") })).Details!;

        var change = new ChangeReward(list.Id, e.Id, null, new RewardFields(CouponCode: Some.Sealed(free)), null, Some.Operator());
        (await service.Ask<ChangeReward, RewardDetails>(change)).Code.ShouldBe("VALIDATION_FAILED");
        (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id, CouponOfList) with { CouponCodes = Sealed($"A-{e.Id}", free) })).Code.ShouldBe("COUPON_CODE_TAKEN");
        (await service.Ask<AddReward, RewardDetails>(Some.AddReward(Guid.NewGuid(), Some.Coupon with { CouponCode = Some.Sealed(free) }))).Code.ShouldBe("NOT_FOUND");

        service.Heard<AddCouponCodes>(p => p.Codes.Contains(Some.Sealed(free))).ShouldBeEmpty();
        (await service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id, Some.Coupon with { CouponCode = Some.Sealed(free) }))).Details.ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_rewards_with_one_code_that_are_added_at_once_one_is()
    {
        for (var round = 0; round < 10; round++)
        {
            EventDetails[] events = [await service.ActiveEvent(), await service.ActiveEvent()];
            var same = $"SAME-{Guid.NewGuid()}";
            var adds = Enumerable.Range(0, 6).Select(i => i % 3 == 0
                ? Some.AddReward(events[0].Id, Some.Coupon with { CouponCode = Some.Sealed(same) })
                : Some.AddReward(events[i % 2].Id, CouponOfList) with { CouponCodes = Sealed($"{same}-{i % 3}", i % 2 == 0 ? same : same.ToLowerInvariant()) });

            var answers = await Task.WhenAll(adds.Select(add => service.Ask<AddReward, RewardDetails>(add)));

            answers.Count(a => a.Details is not null).ShouldBe(1);
            answers.Count(a => a.Code == "COUPON_CODE_TAKEN").ShouldBe(5);
        }
    }

    [Fact]
    public async Task A_code_of_a_list_is_given_by_no_other_reward_of_any_event()
    {
        var (e, other) = (await service.ActiveEvent(), await service.ActiveEvent());
        var (listed, shared) = ($"List-{e.Id}", $"Shared-{e.Id}");
        (await Add(e, CouponOfList, listed)).Details.ShouldNotBeNull();
        (await Add(e, Some.Coupon with { CouponCode = Some.Sealed(shared) })).Details.ShouldNotBeNull();

        (await Add(other, CouponOfList, $"x-{e.Id}", listed.ToUpperInvariant())).Code.ShouldBe("COUPON_CODE_TAKEN");
        (await Add(other, Some.Coupon with { CouponCode = Some.Sealed(listed) })).Code.ShouldBe("COUPON_CODE_TAKEN");
        (await Add(other, CouponOfList, shared)).Code.ShouldBe("COUPON_CODE_TAKEN");
        (await Add(e, Some.Coupon with { CouponCode = Some.Sealed(shared.ToUpperInvariant()) })).Code.ShouldBe("COUPON_CODE_TAKEN");

        // One code for everybody may be that of several events, and what was refused is free.
        (await Add(other, Some.Coupon with { CouponCode = Some.Sealed(shared) })).Details.ShouldNotBeNull();
        (await Add(other, CouponOfList, $"x-{e.Id}")).Details.ShouldNotBeNull();

        Task<Answer<RewardDetails>> Add(EventDetails to, RewardValue value, params string[] list) =>
            service.Ask<AddReward, RewardDetails>(Some.AddReward(to.Id, value) with { CouponCodes = list.Length == 0 ? null : Sealed(list) });
    }

    [Fact]
    public async Task The_codes_of_a_removed_reward_are_free()
    {
        var e = await service.ActiveEvent();
        var first = (await Add()).Details!;
        (await Add()).Code.ShouldBe("COUPON_CODE_TAKEN");

        await service.Ask<RemoveReward, RewardRemoved>(new RemoveReward(first.Id, e.Id, Some.Operator()));

        (await Add()).Details.ShouldNotBeNull();

        Task<Answer<RewardDetails>> Add() => service.Ask<AddReward, RewardDetails>(Some.AddReward(e.Id, CouponOfList) with { CouponCodes = Sealed($"A-{e.Id}", $"B-{e.Id}") });
    }

    private static string[] Sealed(params IEnumerable<string> codes) => [.. codes.Select(Some.Sealed)];
}
