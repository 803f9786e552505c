using RewardWorker.Ledger;
using RewardWorker.Stock;

namespace RewardWorker.Reconciliation;

/// <summary>What the entries of the ledger have taken from one pool and not given back.</summary>
internal sealed class PoolTally(StockPool pool)
{
    private readonly List<(string Grant, long Ordinal)> given = [];
    private readonly HashSet<string> returned = [];
    private long held;

    /// <param name="entry">Of the pool's reward, or event: each once, in any order.</param>
    public void Add(Grant entry)
    {
        var seq = pool.RewardId is null ? entry.BudgetSeq : entry.StockSeq;
        if (seq is null || entry.Kind is not (GrantKind.Granted or GrantKind.Reversal))
        {
            return;
        }

        // A reversal that carries a seq has given back; one without has only taken from the user.
        var sign = entry.Kind == GrantKind.Granted ? 1 : -1;
        held += pool.RewardId is null ? entry.Amount : sign;
        if (!pool.CouponCodes)
        {
            return;
        }

        if (entry.ReversalOf is { } grant)
        {
            returned.Add(grant.ToString());
        }
        else if (entry.CodeOrdinal is { } ordinal)
        {
            given.Add((entry.Id, ordinal));
        }
    }

    /// <summary>Units, or points, that are taken beyond what there is. Of a list of codes, each code is there once.</summary>
    public long Excess() => pool switch
    {
        { Total: null } => 0,
        { RewardId: null } => Math.Max(0, held - pool.Total.Value - pool.Overspent),
        { CouponCodes: true } => Math.Max(0, held - given.Where(g => !returned.Contains(g.Grant)).Select(g => g.Ordinal).Distinct().LongCount(o => o < pool.Total)),
        _ => Math.Max(0, held - pool.Total.Value),
    };
}
