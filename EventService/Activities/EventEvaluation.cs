using Contracts.Events;
using EventService.Conditions;

namespace EventService.Activities;

/// <summary>Judges an event's condition for a user: by his activities inside the event's period, up to a moment and with it.</summary>
internal sealed class EventEvaluation(ActivityStore store, FoldQueue queue)
{
    /// <summary>By so much the clock of who records an activity may be ahead of ours.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(5);

    /// <summary>By everything that was recorded so far: what is taken counts, though its time may be a little ahead.</summary>
    public Task<Evaluation> EvaluateNow(EventTerms terms, Guid userId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Evaluate(terms, userId, now + MostAhead, cancellationToken);

    public async Task<Evaluation> Evaluate(EventTerms terms, Guid userId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        // The leaves of two places may be equal: they are told apart by where they are.
        var tallies = new Dictionary<Condition, Tally>(ReferenceEqualityComparer.Instance);
        var until = terms.PeriodEnd <= at ? terms.PeriodEnd.Value : at == DateTimeOffset.MaxValue ? at : at.AddTicks(1);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(terms.TimeZone);
        foreach (var leaves in ConditionEvaluator.Leaves(terms.Condition).GroupBy(leaf => leaf.Fact!))
        {
            var owner = ActivityDocument.OwnerOf(userId, leaves.Key);
            var history = await ActivityHistory.Load(store, owner, terms.PeriodStart, until, zone, cancellationToken);
            foreach (var leaf in leaves)
            {
                tallies[leaf] = await history.Tally(leaf, cancellationToken);
            }

            if (history.TailLength > FoldQueue.LongTail)
            {
                _ = queue.Suggest(owner);
            }
        }

        return ConditionEvaluator.Evaluate(terms.Condition, leaf => tallies[leaf]);
    }
}
