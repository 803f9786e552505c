using Contracts.Activities;
using Contracts.Audit;
using Contracts.Events;
using Contracts.Rewards;
using EventService.Activities;
using EventService.Audit;
using EventService.Events;
using EventService.Requests;
using EventService.Terms;

namespace Bench.Growth;

/// <summary>What EventService has stored: events, the terms of their rewards, activities and the audit log.</summary>
internal static class StoredEvents
{
    private const int EndedOfEach = 10;

    public static async Task Fill(Store store, Population population, CancellationToken cancellationToken)
    {
        var sizes = population.Sizes;
        await store.Insert(EventDocument.Schema, population.Events.Select(e => e.Event), cancellationToken);
        await store.Insert(RewardTermsDocument.Schema, population.Events.Select(e => e.Terms), cancellationToken);
        await store.Insert(RewardRequest.Schema, Enumerable.Range(0, sizes.Requests).Select(n => population.Request(n).Request), cancellationToken);
        await store.Insert(ActivityDocument.Schema, Activities(population), cancellationToken);
        await FillAudit(store, population, cancellationToken);
    }

    public static EventDocument Event(int number, int count, Timeline timeline)
    {
        var at = timeline.At(number, count);
        var hasEnded = number % EndedOfEach == 0;
        return new EventDocument
        {
            Id = timeline.Id("event", number).ToString(),
            Terms = EventTerms.Default with { Name = $"Campaign {number:D6}", PeriodStart = at, PeriodEnd = hasEnded ? at.AddHours(1) : null },
            Status = hasEnded ? EventStatus.Ended : EventStatus.Active,
            CreatedAt = at,
            UpdatedAt = at,
            InUse = true,
            Rewards = [new Reward(timeline.Id("reward", number), "Points", new PointValue(10), ReturnOnRevoke: false, at, at)],
        };
    }

    private static IEnumerable<ActivityDocument> Activities(Population population) =>
        Enumerable.Range(0, population.Sizes.Activities).Select(n =>
        {
            var at = population.Timeline.At(n, population.Sizes.Activities);
            var type = (n / population.Sizes.Accounts % 4) switch { 0 => "login", 1 => "purchase", 2 => "stage", _ => "invite" };
            return ActivityDocument.Of(new Activity(population.User(n), type, at, $"{population.Timeline.Name}-{n}", null), epoch: 1, at);
        });

    /// <summary>Behind what the service itself has written, as it would go on.</summary>
    private static async Task FillAudit(Store store, Population population, CancellationToken cancellationToken)
    {
        var head = (await store.Get(AuditHead.Schema, AuditHead.OnlyId))!;
        var tail = new ChainPosition(head.Count, head.Hash);
        while (await store.Get(AuditDocument.Schema, AuditDocument.IdOf(tail.Count + 1)) is { } next)
        {
            tail = new ChainPosition(tail.Count + 1, next.Hash);
        }

        await store.Insert(AuditDocument.Schema, Entries(), cancellationToken);
        (head.Count, head.Hash) = (tail.Count, tail.Hash);
        await store.Update(AuditHead.Schema, head);

        IEnumerable<AuditDocument> Entries()
        {
            var count = population.Sizes.AuditEntries;
            for (var n = 0; n < count; n++)
            {
                var of = population.Events[n % population.Events.Count].Event;
                var change = ChangeRecorded.Of(
                    population.Timeline.At(n, count), population.Operator(n % 5).ToString(), n % 2 == 0 ? "event.updated" : "reward.updated", $"event:{of.Id}", null, null, "-");
                var entry = AuditChain.Next(tail, change);
                tail = new ChainPosition(tail.Count + 1, entry.Hash);
                yield return entry;
            }
        }
    }
}
