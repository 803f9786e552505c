using RewardWorker.Ledger;

namespace RewardWorker.Reconciliation;

/// <summary>What an entry of the ledger says of its request.</summary>
/// <param name="Positive">It grants; otherwise it takes an entry back, or keeps one from being made.</param>
/// <param name="ReversalOf">The entry that it takes back.</param>
internal readonly record struct LedgerLine(Guid RequestId, string Id, Guid RewardId, bool Positive, Guid? ReversalOf)
{
    public static LedgerLine Of(Grant grant) => new(grant.RequestId, grant.Id, grant.RewardId, grant.Kind == GrantKind.Granted, grant.ReversalOf);
}
