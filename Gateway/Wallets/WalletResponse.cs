using Contracts.Wallets;

namespace Gateway.Wallets;

/// <summary>A wallet, with the codes of its coupons for its owner alone: who reads a code can use it.</summary>
internal sealed record WalletResponse(
    long Points, IReadOnlyList<WalletItem> Items, IReadOnlyList<CouponResponse> Coupons, IReadOnlyList<string> Badges)
{
    public static WalletResponse Of(WalletDetails wallet, bool withCodes) => new(
        wallet.Points,
        wallet.Items,
        [.. wallet.Coupons.Select(coupon => new CouponResponse(withCodes ? coupon.Code : null, coupon.Expiry))],
        wallet.Badges);
}

/// <param name="Code">Null for anyone but the owner.</param>
internal sealed record CouponResponse(string? Code, DateTimeOffset Expiry);
