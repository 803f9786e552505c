using Contracts.Rewards;

namespace Contracts.Wallets;

/// <summary>The answer to GetWallet.</summary>
public sealed record WalletDetails(
    long Points, IReadOnlyList<WalletItem> Items, IReadOnlyList<WalletCoupon> Coupons, IReadOnlyList<string> Badges)
    : IHasCodes<WalletDetails>
{
    public WalletDetails WithCodes(Func<string, string?> show) =>
        this with { Coupons = [.. Coupons.Select(coupon => coupon.Code is { } code ? coupon with { Code = show(code) } : coupon)] };

    /// <summary>For anyone but the owner: who reads a code can use it.</summary>
    public WalletDetails WithoutCodes() => WithCodes(_ => null);
}
