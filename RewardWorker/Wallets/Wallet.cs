using Contracts.Rewards;
using Contracts.Wallets;
using RewardWorker.Granting;
using RewardWorker.Ledger;

namespace RewardWorker.Wallets;

/// <summary>What the entries of one ledger add up to.</summary>
internal static class Wallet
{
    /// <summary>The grants that nothing has taken back.</summary>
    /// <param name="ledger">All entries of a user, in any order.</param>
    public static IEnumerable<Grant> Held(IReadOnlyCollection<Grant> ledger)
    {
        var reversed = ledger.Where(g => g.ReversalOf is not null).Select(g => g.ReversalOf.ToString()).ToHashSet();
        return ledger.Where(g => g.Kind == GrantKind.Granted && !reversed.Contains(g.Id));
    }

    public static WalletDetails Of(IEnumerable<Grant> grants)
    {
        var held = grants.OrderBy(g => g.At).ThenBy(g => g.Id).ToList();
        return new WalletDetails(
            held.Where(Is(RewardType.Point)).Sum(g => g.Amount),
            [.. held.Where(Is(RewardType.Item)).GroupBy(g => g.Value!.ItemId!).Select(g => new WalletItem(g.Key, g.Sum(i => i.Amount))).OrderBy(i => i.ItemId)],
            [.. held.Where(Is(RewardType.Coupon)).Select(g => new WalletCoupon(g.Value!.CouponCode!, g.Value.Expiry!.Value))],
            [.. held.Where(Is(RewardType.Badge)).Select(g => g.Value!.BadgeId!).Distinct()]);
    }

    private static Func<Grant, bool> Is(RewardType type) => grant => grant.Value!.Type == type;
}
