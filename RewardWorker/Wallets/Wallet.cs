using System.Diagnostics;
using Contracts.Rewards;
using Contracts.Wallets;
using RewardWorker.Ledger;

namespace RewardWorker.Wallets;

/// <summary>What the entries of one ledger add up to.</summary>
internal static class Wallet
{
    public static WalletDetails Of(IEnumerable<Grant> grants)
    {
        var points = 0L;
        var items = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var coupons = new List<WalletCoupon>();
        var badges = new OrderedDictionary<string, BadgeValue>(StringComparer.Ordinal);
        foreach (var value in grants.OrderBy(g => g.At).ThenBy(g => g.Id).Select(g => g.Value))
        {
            switch (value)
            {
                case PointValue point:
                    points += point.Points;
                    break;
                case ItemValue item:
                    items[item.ItemId] = items.GetValueOrDefault(item.ItemId) + item.Quantity;
                    break;
                case CouponValue coupon:
                    coupons.Add(new WalletCoupon(coupon.CouponCode!, coupon.Expiry));
                    break;
                case BadgeValue badge:
                    badges.TryAdd(badge.BadgeId, badge);
                    break;
                default:
                    throw new UnreachableException($"A wallet does not show {value?.Type}.");
            }
        }

        return new WalletDetails(points, [.. items.Select(item => new WalletItem(item.Key, item.Value))], coupons, [.. badges.Keys]);
    }
}
