using Documents;

namespace RewardWorker.Fulfilment;

/// <summary>
/// Fulfilments that ended under an older version do not say when, and those that wait without a deadline have no time to ask at; no index
/// finds them. All are gone through once, a page at a time, and get it: by whichever instance, and from where the last one was.
/// </summary>
internal sealed class EndsOfOlderVersions : Document
{
    public static readonly Schema<EndsOfOlderVersions> Schema = new("fulfilment_ends");

    public const string OnlyId = "older-versions";

    private const int PageSize = 200;

    /// <summary>The cursor behind what was gone through; null at the beginning.</summary>
    public string? After { get; set; }

    public bool IsDone { get; set; }

    /// <returns>When all was gone through, or another instance goes on.</returns>
    public static async Task Date(
        IDocumentStore<EndsOfOlderVersions> passes, IDocumentStore<RewardFulfilmentState> fulfilments, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pass = await passes.Get(OnlyId, cancellationToken) ?? new EndsOfOlderVersions { Id = OnlyId };
        while (!pass.IsDone)
        {
            var page = await fulfilments.Query(
                new Query<RewardFulfilmentState>().OrderBy(f => f.Id).After(Cursor.Parse(pass.After)).Take(PageSize), cancellationToken);
            await Task.WhenAll(page.Items.Where(IsUndated).Select(f => fulfilments.Change(f.Id, present => Date(present, now), cancellationToken)));
            (pass.After, pass.IsDone) = (page.NextCursor, page.NextCursor is null);
            var saving = pass.Version == 0 ? passes.Insert(pass, cancellationToken) : passes.Update(pass, cancellationToken);
            if (!(await saving).IsSaved)
            {
                return;
            }
        }
    }

    private static bool IsUndated(RewardFulfilmentState fulfilment) => HasEnded(fulfilment) || WaitsForEver(fulfilment);

    /// <summary>By name: a state of a version before or after this one is none of them.</summary>
    private static bool HasEnded(RewardFulfilmentState fulfilment) =>
        fulfilment.EndedAt is null
        && fulfilment.CurrentState is nameof(RewardFulfilmentStateMachine.Fulfilled) or nameof(RewardFulfilmentStateMachine.Failed)
            or nameof(RewardFulfilmentStateMachine.Rejected) or nameof(RewardFulfilmentStateMachine.Cancelled) or nameof(RewardFulfilmentStateMachine.Revoked);

    private static bool WaitsForEver(RewardFulfilmentState fulfilment) =>
        fulfilment is { DueAt: null, CurrentState: nameof(RewardFulfilmentStateMachine.AwaitingApproval) };

    private static bool Date(RewardFulfilmentState fulfilment, DateTimeOffset now)
    {
        if (WaitsForEver(fulfilment))
        {
            (fulfilment.AsksSince, fulfilment.DueAt) = (now, now + RewardFulfilmentStateMachine.PatienceWithoutDeadline);
            return true;
        }

        if (HasEnded(fulfilment))
        {
            fulfilment.EndedAt = now;
            return true;
        }

        return false;
    }
}
