using Contracts.Events;
using Contracts.Rewards;
using Documents.Pools;
using EventService.Events;
using EventService.Requests;
using EventService.Terms;
using RewardWorker.Fulfilment;
using RewardWorker.Ledger;

namespace Bench.Growth;

/// <summary>An event that has given one user very many coupon codes of a list.</summary>
internal static class StoredCoupons
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    public static async Task Fill(Store events, Store rewards, Guid owner, Timeline timeline, CancellationToken cancellationToken)
    {
        var e = Event(timeline);
        var terms = RewardTermsDocument.Of(e);
        var given = Enumerable.Range(0, Sizes.Coupons).Select(n => Population.Fulfilled(
            new NewRequest(timeline.Id("coupon", n), owner, e, terms, Evaluation: null, timeline.Start + (n * Between)),
            claimSlot: $"list/{n}",
            (order, at) => Grant.Of(order, new PoolEntry(n + 1, 1, n, Returning: false, at), null, $"CODE-{n:D6}", at))).ToList();
        await events.Insert(EventDocument.Schema, [e], cancellationToken);
        await events.Insert(RewardTermsDocument.Schema, [terms], cancellationToken);
        await events.Insert(RewardRequest.Schema, given.Select(one => one.Request), cancellationToken);
        await rewards.Insert(Grant.Schema, given.Select(one => one.Grant), cancellationToken);
        await rewards.Insert(RewardFulfilmentState.Schema, given.Select(one => one.Fulfilment), cancellationToken);
    }

    private static EventDocument Event(Timeline timeline) => new()
    {
        Id = timeline.Id("event of coupons", 0).ToString(),
        Terms = EventTerms.Default with { Name = "Coupons", PeriodStart = timeline.Start },
        Status = EventStatus.Active,
        CreatedAt = timeline.Start,
        UpdatedAt = timeline.Start,
        InUse = true,
        Rewards =
        [
            new Reward(
                timeline.Id("reward of coupons", 0), "Coupons", new CouponValue(null, timeline.Start.AddYears(5)), ReturnOnRevoke: false, timeline.Start, timeline.Start, Stock: Sizes.Coupons, CouponCodes: true),
        ],
    };
}
