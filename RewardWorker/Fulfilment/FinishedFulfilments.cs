using Documents;
using Documents.Sweeps;
using RewardWorker.Ledger;

namespace RewardWorker.Fulfilment;

/// <summary>
/// A fulfilment that ended long ago is forgotten: what came of its request is in the ledger and on the request. Whatever still
/// arrives for it begins it anew, and finds that there.
/// </summary>
internal sealed class FinishedFulfilments(
    IDocumentStore<RewardFulfilmentState> fulfilments, IDocumentStore<EndsOfOlderVersions> passes, IDocumentStore<Grant> grants, TimeProvider time) : IRetention
{
    /// <summary>
    /// Longer than messages wait anywhere in a running platform: what arrives late costs no new instance. And longer than most
    /// backups are kept: what a restored request is told again, the instance answers that ended it.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(30);

    private const int PageSize = 200;

    public string Documents => "finished fulfilments";

    public TimeSpan Kept => Patience;

    public async Task<int> Delete(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var old = new Query<RewardFulfilmentState>().OrderBy(f => f.EndedAt).Until(now - Kept).Take(PageSize);

        // One that an approval found ended goes on where another instance granted by it.
        var deleted = await fulfilments.Delete(
            old, fulfilment => fulfilment.DueAt is null, fulfilment => KeepCodes(fulfilment, cancellationToken), cancellationToken);

        // Afterwards: one that cannot be dated holds up none of the others' end.
        await EndsOfOlderVersions.Date(passes, fulfilments, now, cancellationToken);
        return deleted;
    }

    /// <summary>The wallet shows a coupon code from a list when its request cannot fail any more, which only the fulfilment has known.</summary>
    private Task KeepCodes(RewardFulfilmentState fulfilment, CancellationToken cancellationToken) =>
        fulfilment.CurrentState == nameof(RewardFulfilmentStateMachine.Fulfilled)
            ? Task.WhenAll(fulfilment.Rewards.Where(reward => reward.CouponCode is not null).Select(reward =>
                grants.Change(Grant.IdOf(fulfilment.CorrelationId, reward.RewardId), MakeFinal, cancellationToken)))
            : Task.CompletedTask;

    private static bool MakeFinal(Grant grant)
    {
        var isNew = grant is { CodeOrdinal: not null, IsFinal: not true };
        grant.IsFinal = grant.CodeOrdinal is null ? null : true;
        return isNew;
    }
}
