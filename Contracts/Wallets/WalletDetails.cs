namespace Contracts.Wallets;

/// <summary>The answer to GetWallet.</summary>
public sealed record WalletDetails(
    long Points, IReadOnlyList<WalletItem> Items, IReadOnlyList<WalletCoupon> Coupons, IReadOnlyList<string> Badges)
{
    /// <summary>For anyone but the owner: who reads a code can use it.</summary>
    public WalletDetails WithoutCodes() => this with { Coupons = [.. Coupons.Select(coupon => coupon with { Code = null })] };
}
